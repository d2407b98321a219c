package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.row;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.Crash;
import dev.samovar.testkit.CrashPoint;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PROTOCOL.md, 3.1, 3.2 and 6, as far as no handler waits. */
class WritesTest {
    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

    // What is done.

    @Test
    void rowsAreInsertedUpdatedAndDeleted() {
        TestClient alice = notes.connect("alice");

        assertThat(alice.insert("notes", "1", note("one")).isCommitted()).isTrue();
        assertThat(alice.insert("notes", "2", note("two")).isCommitted()).isTrue();
        assertThat(alice.update("notes", "1", Map.of("stars", 3)).isCommitted()).isTrue();
        assertThat(alice.delete("notes", "2").isCommitted()).isTrue();

        assertThat(notes.table("notes"))
                .containsOnlyKeys("1")
                .containsEntry("1", Value.map("id", Value.of("1"), "text", Value.of("one"), "stars", Value.of(3)));
    }

    @Test
    void anInsertMayNameItsKeyAmongTheColumns() {
        TestClient alice = notes.connect("alice");

        alice.insert("notes", " ", Map.of("id", " ", "text", "blank", "stars", 0));

        assertThat(notes.table("notes")).containsOnlyKeys(" ");
    }

    @Test
    void deletingARowThatIsGoneIsDone() {
        TestClient alice = notes.connect("alice");

        assertThat(alice.delete("notes", "1").isCommitted()).isTrue();
    }

    @Test
    void operationsOfABatchAreCarriedOutInOrder() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));

        WriteOutcome batch = alice.mutate(
                "notes",
                new MutationOp(Operation.UPDATE, "1", Value.map("text", Value.of("first"))),
                new MutationOp(Operation.UPDATE, "1", Value.map("stars", Value.of(2))),
                new MutationOp(Operation.INSERT, "2", Value.map("text", Value.of("two"), "stars", Value.of(0))),
                new MutationOp(Operation.DELETE, "2", null));

        assertThat(batch.isCommitted()).isTrue();
        assertThat(notes.table("notes").values())
                .containsExactly(Value.map("id", Value.of("1"), "text", Value.of("first"), "stars", Value.of(2)));
    }

    // What is refused.

    @Test
    void aValueThatTheRecordRefusesIsRefused() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));

        assertRejected(
                alice.insert("notes", "2", note("")),
                ErrorCode.VALIDATION,
                "validation failed: text must not be empty");
        assertRejected(
                alice.insert("notes", "2", Map.of("text", "two")),
                ErrorCode.VALIDATION,
                "validation failed: stars is missing");
        assertRejected(
                alice.insert("notes", "2", Map.of("text", 2, "stars", 0)),
                ErrorCode.VALIDATION,
                "validation failed: text must be text");
        assertRejected(
                alice.update("notes", "1", Map.of("stars", 0.5)),
                ErrorCode.VALIDATION,
                "validation failed: stars must be an integer within 2^53-1");
        assertRejected(
                alice.update("notes", "1", Map.of("stars", Value.BigInt.of(1))),
                ErrorCode.VALIDATION,
                "validation failed: stars must be a number");
        assertThat(notes.table("notes")).containsExactly(Map.entry("1", row("1", "one")));
    }

    @Test
    void aColumnThatTheRecordDoesNotHaveIsRefused() {
        TestClient alice = notes.connect("alice");

        assertRejected(
                alice.insert("notes", "1", Map.of("text", "one", "stars", 0, "admin", true)),
                ErrorCode.VALIDATION,
                "validation failed: unknown column admin");
    }

    @Test
    void anEmptyKeyIsRefusedForEveryOperationAndTheWholeBatchWithIt() {
        TestClient alice = notes.connect("alice");

        for (WriteOutcome write : List.of(
                alice.insert("notes", "", note("one")),
                alice.update("notes", "", note("one")),
                alice.delete("notes", ""),
                alice.mutate(
                        "notes",
                        new MutationOp(Operation.INSERT, "1", Value.map("text", Value.of("one"), "stars", Value.of(0))),
                        new MutationOp(Operation.DELETE, "", null)))) {
            assertRejected(write, ErrorCode.VALIDATION, "mutation op key must be a non-empty string");
        }
        assertThat(notes.table("notes")).isEmpty();
    }

    @Test
    void aKeyAmongTheColumnsThatIsAnotherIsRefused() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));

        for (Object other : List.of("2", "", 1, true, Value.NULL)) {
            for (WriteOutcome write : List.of(
                    alice.insert("notes", "1", Map.of("id", other, "text", "one", "stars", 0)),
                    alice.update("notes", "1", Map.of("id", other)))) {
                assertRejected(write, ErrorCode.VALIDATION, "mutation cols primary key must match op key");
            }
        }
    }

    @Test
    void anUpdateOfARowThatIsNotThereIsRefused() {
        TestClient alice = notes.connect("alice");

        assertRejected(alice.update("notes", "1", Map.of("stars", 1)), ErrorCode.NOT_FOUND, "no row '1' in notes");
    }

    @Test
    void aDeleteWhoseAuthorizationLooksAtARowThatIsNotThereIsRefused() {
        notes.authorize = op -> {
            if (op instanceof DeleteContext<String, Note> delete) {
                delete.require(delete.stored().stars() == 0, "it has stars");
            }
        };
        TestClient alice = notes.connect("alice");

        assertRejected(alice.delete("notes", "1"), ErrorCode.NOT_FOUND, "no row '1' in notes");
    }

    @Test
    void whatTheAuthorForbidsIsRefusedWithTheirMessageAndNothingOfTheBatchIsKept() {
        notes.authorize = op -> op.require(op.key().startsWith(op.user()), "not yours");
        TestClient alice = notes.connect("alice");
        LiveRows rows = alice.subscribe("notes");

        WriteOutcome write = alice.mutate(
                "notes",
                new MutationOp(Operation.INSERT, "alice-1", Value.map("text", Value.of("one"), "stars", Value.of(0))),
                new MutationOp(Operation.INSERT, "bob-1", Value.map("text", Value.of("two"), "stars", Value.of(0))));
        notes.tick();

        assertRejected(write, ErrorCode.FORBIDDEN, "not yours");
        assertThat(notes.table("notes")).isEmpty();
        assertThat(rows.rows()).isEmpty();
    }

    @Test
    void anAuthorMayRefuseWithACodeOfTheirChoice() {
        notes.authorize = op -> {
            throw new RejectedException(ErrorCode.LIMIT_EXCEEDED, "ten a day");
        };
        TestClient alice = notes.connect("alice");

        assertRejected(alice.insert("notes", "1", note("one")), ErrorCode.LIMIT_EXCEEDED, "ten a day");
    }

    @Test
    void anOperationWithoutARuleIsRefused() {
        TestClient alice = notes.connect("alice");
        alice.insert("drafts", "1", note("one"));

        assertRejected(
                alice.update("drafts", "1", Map.of("stars", 1)),
                ErrorCode.NO_HANDLER,
                "no mutation handler for 'drafts:update'");
        assertRejected(alice.delete("drafts", "1"), ErrorCode.NO_HANDLER, "no mutation handler for 'drafts:delete'");
    }

    @Test
    void unknownCollectionsAndCommandsAreRefused() {
        TestClient alice = notes.connect("alice");

        assertRejected(alice.delete("nodes", "1"), ErrorCode.UNKNOWN_COLLECTION, "unknown collection 'nodes'");
        assertRejected(
                alice.delete("_sync_meta", "floor"), ErrorCode.UNKNOWN_COLLECTION, "unknown collection '_sync_meta'");
        assertRejected(alice.call("nonsense"), ErrorCode.UNKNOWN_COMMAND, "unknown command 'nonsense'");
    }

    @Test
    void tooManyOperationsAreRefusedAndAsManyAsAllowedAreNot() {
        TestClient alice = notes.connect("alice");

        assertThat(alice.mutate("notes", inserts(128)).isCommitted()).isTrue();
        assertRejected(
                alice.mutate("notes", inserts(129)),
                ErrorCode.LIMIT_EXCEEDED,
                "mutation exceeds maxOpsPerMutation (128)");
    }

    @Test
    void whatFailsInTheAuthorsCodeIsRolledBackAndItsReasonStaysInTheLog() {
        notes.beforeInsert = op -> {
            op.sql().exec("INSERT INTO drafts VALUES (?, 'draft', 0)", op.key());
            if (op.key().equals("2")) {
                throw new IllegalStateException("the secret reason");
            }
        };
        TestClient alice = notes.connect("alice");

        WriteOutcome write = alice.mutate("notes", inserts(3));

        assertRejected(write, ErrorCode.EXECUTE_FAILED, "mutation failed");
        assertThat(notes.table("notes")).isEmpty();
        assertThat(notes.table("drafts")).isEmpty();
        assertThat(notes.host.console().lines()).singleElement().satisfies(line -> {
            assertThat(line.message()).isEqualTo("A mutation failed. Its client is told no more than that.");
            assertThat(line.throwable()).hasMessage("the secret reason");
        });
    }

    @Test
    void whatTheDatabaseRefusesIsAFailure() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));

        assertRejected(alice.insert("notes", "1", note("again")), ErrorCode.EXECUTE_FAILED, "mutation failed");
        assertThat(notes.table("notes")).containsExactly(Map.entry("1", row("1", "one")));
    }

    @Test
    void aCheckSeesWhatTheOperationsBeforeItDid() {
        notes.check = op ->
                op.require(op.sql().exec("SELECT COUNT(*) FROM notes").one().getLong(0) < 2, "two notes are enough");
        TestClient alice = notes.connect("alice");

        assertThat(alice.mutate("notes", inserts(2)).isCommitted()).isTrue();
        notes.write("DELETE FROM notes");
        assertRejected(alice.mutate("notes", inserts(3)), ErrorCode.FORBIDDEN, "two notes are enough");
        assertThat(notes.table("notes")).isEmpty();
    }

    @Test
    void allProblemsOfARowAreTold() {
        TestClient alice = notes.connect("alice");

        assertRejected(
                alice.insert("notes", "1", Map.of("text", true)),
                ErrorCode.VALIDATION,
                "validation failed: text must be text; stars is missing");
    }

    @Test
    void aProblemOfAMutationOfSeveralSaysWhichOperationHasIt() {
        TestClient alice = notes.connect("alice");

        WriteOutcome typed = alice.mutate(
                "notes", inserts(1)[0], new MutationOp(Operation.INSERT, "2", Value.map("text", Value.of("two"))));
        WriteOutcome empty = alice.mutate(
                "notes",
                inserts(1)[0],
                new MutationOp(Operation.INSERT, "2", Value.map("text", Value.of(""), "stars", Value.of(0))));

        assertRejected(typed, ErrorCode.VALIDATION, "validation failed: ops[1].stars is missing");
        assertRejected(empty, ErrorCode.VALIDATION, "validation failed: ops[1].text must not be empty");
    }

    // Repetitions.

    @Test
    void aRepeatedMutationIsAnsweredFromItsReceiptAndNotDoneAgain() {
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        alice.delete("notes", "1");

        WriteOutcome second = alice.repeat(first);

        assertThat(second.position()).isEqualTo(first.position());
        assertThat(notes.table("notes")).isEmpty();
    }

    @Test
    void aRepeatedMutationIsPrecededByEverythingUpToThePositionItIsToldOf() {
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        TestClient again = notes.connect("alice");
        LiveRows rows = subscribe(again, "notes");
        notes.write("INSERT INTO notes VALUES ('2', 'two', 0)");

        again.repeat(first);

        assertThat(again.frames())
                .extracting(ServerFrame::kind)
                .containsExactly(ServerFrame.Kind.DELTA, ServerFrame.Kind.UP_TO_DATE, ServerFrame.Kind.COMMITTED);
        assertThat(rows.rows()).containsOnlyKeys("1", "2");
    }

    @Test
    void aRepeatedCommandIsAnsweredWithItsFirstResult() {
        notes.more = schema -> schema.<Value>command("count", result -> result, call -> {
            call.sql().exec("INSERT INTO notes VALUES (hex(randomblob(4)), 'counted', 0)");
            return Value.of(call.sql().exec("SELECT COUNT(*) FROM notes").one().getLong(0));
        });
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.call("count");
        WriteOutcome other = alice.call("count");

        WriteOutcome second = alice.repeat(first);

        assertThat(first.result()).isEqualTo(Value.of(1));
        assertThat(other.result()).isEqualTo(Value.of(2));
        assertThat(second.result()).isEqualTo(Value.of(1));
        assertThat(second.position()).isEqualTo(first.position());
    }

    @Test
    void aRepeatedRefusalIsTheSameRefusalAlthoughItWouldPassToday() {
        notes.authorize = op -> op.require(false, "not today");
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        notes.authorize = op -> {};

        WriteOutcome second = alice.repeat(first);

        assertThat(second.rejection()).isEqualTo(first.rejection());
        assertThat(notes.table("notes")).isEmpty();
    }

    @Test
    void aRepetitionThatAuthorizationWouldRefuseTodayIsToldWhatWasDoneThen() {
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        notes.authorize = op -> op.require(false, "not any more");

        WriteOutcome onTheSameSocket = alice.repeat(first);
        WriteOutcome onAnother = notes.connect("alice").repeat(first);

        assertThat(onTheSameSocket.position()).isEqualTo(first.position());
        assertThat(onAnother.position()).isEqualTo(first.position());
    }

    @Test
    void aRepetitionThatWouldFailTodayIsToldWhatWasDoneThenAndNothingIsLogged() {
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        notes.beforeInsert = op -> {
            throw new IllegalStateException("broken since");
        };

        assertThat(alice.repeat(first).position()).isEqualTo(first.position());
        assertThat(notes.host.console().lines()).isEmpty();
    }

    @Test
    void whatARepetitionWritesBeforeItIsFoundOutIsRolledBack() {
        notes.beforeInsert = op -> op.sql().exec("INSERT INTO drafts VALUES (hex(randomblob(8)), 'written', 0)");
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        LiveRows rows = subscribe(alice, "drafts");
        notes.write("DELETE FROM notes");

        alice.repeat(first);
        notes.tick();

        assertThat(notes.table("notes")).isEmpty();
        assertThat(notes.table("drafts")).hasSize(1);
        assertThat(rows.rows()).isEqualTo(notes.table("drafts"));
    }

    @Test
    void aRepetitionOnANewConnectionIsNotAuthorizedAgain() {
        List<String> authorized = new ArrayList<>();
        notes.authorize = op -> authorized.add(op.key());
        TestClient alice = notes.connect("alice");
        List<WriteOutcome> first =
                List.of(alice.insert("notes", "1", note("one")), alice.insert("notes", "2", note("two")));

        TestClient again = notes.connect("alice");
        first.forEach(again::repeat);
        again.insert("notes", "3", note("three"));
        again.insert("notes", "4", note("four"));

        assertThat(authorized).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aWriteThatIsNewIsNotLookedUp() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));
        Crash neverComes = notes.host.crash(CrashPoint.beforeStatement(4), WebSockets.CLOSE);

        alice.insert("notes", "2", note("two"));

        // The row, the log, the receipt.
        assertThat(neverComes.hasHappened()).isFalse();
    }

    @Test
    void aWaitingCommandIsLookedUpBeforeItRuns() {
        List<Value> seen = new ArrayList<>();
        notes.more = schema -> schema.<Value>waitingCommand("send", result -> result, call -> {
            seen.add(call.args());
            return Value.NULL;
        });
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.call("send", 1);
        alice.call("send", 2);

        WriteOutcome second = alice.repeat(first);

        assertThat(second.position()).isEqualTo(first.position());
        assertThat(seen).containsExactly(Value.of(1), Value.of(2));
    }

    @Test
    void everyFinalRefusalIsRecorded() {
        TestClient alice = notes.connect("alice");

        List<WriteOutcome> refused = List.of(
                alice.insert("notes", "1", note("")),
                alice.update("notes", "1", Map.of("stars", 1)),
                alice.delete("nodes", "1"),
                alice.delete("drafts", "1"),
                alice.mutate("notes", inserts(129)),
                alice.call("nonsense"));

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_receipts")).isEqualTo(refused.size());
        for (WriteOutcome write : refused) {
            assertThat(alice.repeat(write).rejection()).isEqualTo(write.rejection());
        }
    }

    @Test
    void anotherContentUnderTheSameIdIsRefused() {
        TestClient alice = notes.connect("alice");
        WriteOutcome committed = alice.insert("notes", "1", note("one"));
        WriteOutcome refused = alice.insert("notes", "2", note(""));

        for (WriteOutcome used : List.of(committed, refused)) {
            WriteOutcome other = alice.write(
                    new ClientFrame.Mut(used.txId(), "notes", List.of(new MutationOp(Operation.DELETE, "1", null))));
            assertRejected(
                    other,
                    ErrorCode.TX_ID_REUSED,
                    "the transaction id was used for another write; take a new one for each write");
        }
        assertThat(notes.table("notes")).containsOnlyKeys("1");
        assertThat(alice.repeat(committed).isCommitted()).isTrue();
    }

    @Test
    void mutationsAndCommandsShareTheirIds() {
        notes.more = schema -> schema.<Value>command("nothing", result -> result, call -> Value.NULL);
        TestClient alice = notes.connect("alice");
        WriteOutcome mutation = alice.insert("notes", "1", note("one"));

        WriteOutcome call = alice.write(new ClientFrame.Call(mutation.txId(), "nothing", null));

        assertThat(call.rejection().code()).isEqualTo("TX_ID_REUSED");
    }

    @Test
    void theSameIdOfAnotherUserIsAnotherWrite() {
        notes.more = schema -> schema.<Value>command("whoami", result -> result, call -> Value.of(call.user()));
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        WriteOutcome ofAlice = alice.call("whoami");

        WriteOutcome ofBob = bob.repeat(ofAlice);

        assertThat(ofAlice.result()).isEqualTo(Value.of("alice"));
        assertThat(ofBob.result()).isEqualTo(Value.of("bob"));
    }

    @Test
    void theSameIdOnAnotherConnectionOfTheUserIsTheSameWrite() {
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));

        WriteOutcome second = notes.connect("alice").repeat(first);

        assertThat(second.position()).isEqualTo(first.position());
    }

    @Test
    void aFailureIsNotRecordedAndTheSameIdMayTryAgain() {
        List<String> failures = new ArrayList<>(List.of("first", "second"));
        notes.beforeInsert = op -> {
            if (!failures.isEmpty()) {
                throw new IllegalStateException(failures.remove(0));
            }
        };
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        WriteOutcome second = alice.repeat(first);

        WriteOutcome third = alice.repeat(first);

        assertThat(first.rejection().code()).isEqualTo("EXECUTE_FAILED");
        assertThat(second.rejection().code()).isEqualTo("EXECUTE_FAILED");
        assertThat(third.isCommitted()).isTrue();
        assertThat(notes.table("notes")).containsOnlyKeys("1");
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"EXECUTE_FAILED", "TEMPORARILY_UNAVAILABLE"})
    void anAuthorsRefusalThatMayChangeIsNotRecorded(ErrorCode code) {
        notes.authorize = op -> {
            throw new RejectedException(code, "later");
        };
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        notes.authorize = op -> {};

        WriteOutcome second = alice.repeat(first);

        assertRejected(first, code, "later");
        assertThat(second.isCommitted()).isTrue();
    }

    @Test
    void whatIsToBeTriedLaterSaysSoAndIsNotRecorded() {
        notes.authorize = op -> {
            throw RejectedException.retryLater("the directory is down; send it again");
        };
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        notes.authorize = op -> {};

        assertRejected(first, ErrorCode.TEMPORARILY_UNAVAILABLE, "the directory is down; send it again");
        assertThat(alice.repeat(first).isCommitted()).isTrue();
    }

    @Test
    void aReceiptAnswersFor24HoursAndThenTheWriteIsDoneAgain() {
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        notes.write("DELETE FROM notes");

        notes.host.clock().advance(Duration.ofHours(24).minusSeconds(1));
        notes.write("INSERT INTO drafts VALUES ('1', 'housekeeping comes with a tick', 0)");
        notes.tick();
        alice.repeat(first);
        Map<String, Value.Map> afterADay = notes.table("notes");
        notes.host.clock().advance(Duration.ofHours(2));
        notes.write("INSERT INTO drafts VALUES ('2', 'housekeeping comes with a tick', 0)");
        notes.tick();
        alice.repeat(first);

        assertThat(afterADay).isEmpty();
        assertThat(notes.table("notes")).containsOnlyKeys("1");
    }

    @Test
    void anUpdateOfARowThatTheSameMutationInsertsIsRefused() {
        TestClient alice = notes.connect("alice");

        WriteOutcome batch = alice.mutate(
                "notes",
                new MutationOp(Operation.INSERT, "1", Value.map("text", Value.of("one"), "stars", Value.of(0))),
                new MutationOp(Operation.UPDATE, "1", Value.map("stars", Value.of(1))));

        assertThat(batch.rejection().code()).isEqualTo("NOT_FOUND");
        assertThat(notes.table("notes")).isEmpty();
    }

    @Test
    void aRefusalDoesNotKeepTheLongNameThatCausedIt() {
        TestClient alice = notes.connect("alice");

        WriteOutcome call = alice.call("\uffff".repeat(300_000));
        WriteOutcome next = alice.insert("notes", "1", note("one"));

        assertThat(call.rejection().message().length()).isLessThan(600);
        assertThat(next.isCommitted()).isTrue();
    }

    // Commands.

    @Test
    void aCommandGetsItsArgumentsAndItsUser() {
        List<Object> seen = new ArrayList<>();
        notes.more = schema -> schema.<Value>command("note", result -> result, call -> {
            seen.add(call.user());
            seen.add(call.args());
            return call.args();
        });
        TestClient alice = notes.connect("alice");

        WriteOutcome with = alice.call("note", Map.of("n", 1));
        WriteOutcome without = alice.call("note");

        assertThat(seen).containsExactly("alice", Value.map("n", Value.of(1)), "alice", Value.NULL);
        assertThat(with.result()).isEqualTo(Value.map("n", Value.of(1)));
        assertThat(without.result()).isEqualTo(Value.NULL);
    }

    @Test
    void aCommandIsOneTransaction() {
        notes.more = schema -> schema.<Value>command("half", result -> result, call -> {
            call.sql().exec("INSERT INTO notes VALUES ('1', 'one', 0)");
            call.transaction(() -> call.sql().exec("INSERT INTO notes VALUES ('2', 'two', 0)"));
            throw new IllegalStateException("half way");
        });
        TestClient alice = notes.connect("alice");

        assertRejected(alice.call("half"), ErrorCode.EXECUTE_FAILED, "command failed");
        assertThat(notes.table("notes")).isEmpty();
    }

    @Test
    void aCommandThatTheAuthorForbidsDoesNotRun() {
        notes.more =
                schema -> schema.<Value>command("clear", result -> result, call -> Value.of(call.deleteAll("notes")))
                        .authorize(call -> call.require(call.user().equals("admin"), "admins only"));
        TestClient alice = notes.connect("alice");
        alice.mutate("notes", inserts(3));

        assertRejected(alice.call("clear"), ErrorCode.FORBIDDEN, "admins only");
        assertThat(notes.connect("admin").call("clear").result()).isEqualTo(Value.of(3));
        assertThat(notes.table("notes")).isEmpty();
    }

    @Test
    void deletingAllTellsHowManyRowsThereWereInAnyTable() {
        notes.script.migrations = steps -> steps.step(
                "tables",
                "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT NOT NULL, stars INTEGER NOT NULL)",
                "CREATE TABLE drafts (id TEXT PRIMARY KEY, text TEXT NOT NULL, stars INTEGER NOT NULL)",
                "CREATE TABLE \"not synced\" (n)",
                "INSERT INTO \"not synced\" VALUES (1), (2)");
        notes.more = schema ->
                schema.<Value>command("clear", result -> result, call -> Value.of(call.deleteAll("not synced")));
        TestClient alice = notes.connect("alice");

        assertThat(alice.call("clear").result()).isEqualTo(Value.of(2));
        assertThat(alice.call("clear").result()).isEqualTo(Value.of(0));
    }

    @Test
    void aResultThatCannotBeSentIsRefusedForGoodAndItsCommandRolledBack() {
        notes.more = schema -> schema.<Value>command("deep", result -> result, call -> {
            call.sql().exec("INSERT INTO notes VALUES ('1', 'one', 0)");
            Value nested = Value.NULL;
            for (int i = 0; i < 100; i++) {
                nested = Value.array(nested);
            }
            return nested;
        });
        TestClient alice = notes.connect("alice");

        WriteOutcome write = alice.call("deep");

        assertThat(write.rejection().code()).isEqualTo("NON_SERIALIZABLE");
        assertThat(write.rejection().message()).startsWith("non-serializable command result: ");
        assertThat(alice.repeat(write).rejection()).isEqualTo(write.rejection());
        assertThat(notes.table("notes")).isEmpty();
    }

    @Test
    void aResultThatIsTooLargeToKeepIsRefusedForGood() {
        notes.more =
                schema -> schema.<Value>command("large", result -> result, call -> Value.of("x".repeat(2_000_000)));
        TestClient alice = notes.connect("alice");

        assertThat(alice.call("large").rejection().code()).isEqualTo("NON_SERIALIZABLE");
    }

    @Test
    void aSyncedWriteInsideACommandIsPartOfItsTransaction() {
        notes.more = schema -> schema.<Value>command("nested", result -> result, call -> {
            notes.host
                    .instance()
                    .write("INSERT INTO notes VALUES (?, 'nested', 0)", ((Value.Text) call.args()).value());
            call.require(call.args().equals(Value.of("kept")), "rolled back");
            return Value.NULL;
        });
        TestClient alice = notes.connect("alice");
        LiveRows rows = alice.subscribe("notes");

        alice.call("nested", "gone");
        alice.call("nested", "kept");
        notes.tick();

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("kept");
    }

    private record Move(String to, long count, List<Point> path) {
        Move {
            if (to.equals("nowhere")) {
                throw new IllegalArgumentException("to must be somewhere");
            }
        }

        static Move of(ArgsReader in) {
            return new Move(
                    in.text("to", Length.of(1, 10)),
                    in.integer("count", Range.of(1, 3)),
                    in.list("path", Length.max(2), Point::of));
        }
    }

    private record Point(double x, String label) {
        static Point of(ArgsReader in) {
            return in.object("at", at -> new Point(at.number("x"), in.text("label")));
        }
    }

    private static Value point(Value x) {
        return Value.map("at", Value.map("x", x), "label", Value.of("p"));
    }

    private void typedCommands(List<Move> moves) {
        notes.more = schema -> {
            schema.command("move", Move::of, (Long count) -> Value.of(count), (call, move) -> {
                moves.add(move);
                return move.count();
            });
            schema.waitingCommand("walk", Move::of, (Long count) -> Value.of(count), (call, move) -> {
                moves.add(move);
                return -move.count();
            });
        };
    }

    @Test
    void argumentsAreDecodedByName() {
        List<Move> moves = new ArrayList<>();
        typedCommands(moves);
        TestClient alice = notes.connect("alice");
        Value args = Value.map(
                "to",
                Value.of("b2"),
                "count",
                Value.of(2),
                "path",
                Value.array(point(Value.of(1.5)), point(Value.of(2))));

        assertThat(alice.call("move", args).result()).isEqualTo(Value.of(2));
        assertThat(alice.call("walk", args).result()).isEqualTo(Value.of(-2));

        assertThat(moves).hasSize(2).containsOnly(new Move("b2", 2, List.of(new Point(1.5, "p"), new Point(2, "p"))));
    }

    @Test
    void argumentsThatACommandDoesNotTakeAreRefusedWithTheirPaths() {
        typedCommands(new ArrayList<>());
        TestClient alice = notes.connect("alice");

        for (String command : List.of("move", "walk")) {
            assertInvalid(alice.call(command), "to is missing; count is missing; path is missing");
            assertInvalid(alice.call(command, List.of(1)), "the arguments must be a map");
            assertInvalid(
                    alice.call(
                            command,
                            Value.map(
                                    "to",
                                    Value.of(""),
                                    "count",
                                    Value.of(4),
                                    "path",
                                    Value.array(point(Value.of(1)), point(Value.of("far"))))),
                    "to must have 1 to 10 characters; count must be 1 to 3; path[1].at.x must be a number");
            assertInvalid(
                    alice.call(
                            command,
                            Value.map("to", Value.array(), "count", Value.of(1), "path", Value.array(Value.of(1)))),
                    "to must be text; path[0] must be a map");
            assertInvalid(
                    alice.call(
                            command, Value.map("to", Value.of("nowhere"), "count", Value.of(1), "path", Value.array())),
                    "to must be somewhere");
        }
    }

    @Test
    void longListsOfArgumentsAreNotReadToTheirEnd() {
        typedCommands(new ArrayList<>());
        Value[] points = new Value[50_000];
        Arrays.fill(points, Value.map());

        WriteOutcome call = notes.connect("alice")
                .call("move", Value.map("to", Value.of("a"), "count", Value.of(1), "path", Value.array(points)));

        assertInvalid(call, "path must have at most 2 items; path[0].at is missing");
    }

    private static void assertInvalid(WriteOutcome write, String problems) {
        assertRejected(write, ErrorCode.VALIDATION, "validation failed: " + problems);
    }

    private static MutationOp[] inserts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new MutationOp(
                        Operation.INSERT, "" + i, Value.map("text", Value.of("note"), "stars", Value.of(0))))
                .toArray(MutationOp[]::new);
    }

    private static void assertRejected(WriteOutcome write, ErrorCode code, String message) {
        assertThat(write.rejection()).isEqualTo(Refusal.of(code, message));
    }

    /** An update to null, which {@code Map.of} cannot hold. */
    @Test
    void nullIsNoValueForAColumnThatMustHaveOne() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("text", null);

        assertRejected(alice.update("notes", "1", changes), ErrorCode.VALIDATION, "validation failed: text is missing");
    }
}
