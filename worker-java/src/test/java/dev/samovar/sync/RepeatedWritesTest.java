package dev.samovar.sync;

import static dev.samovar.sync.Notes.assertRejected;
import static dev.samovar.sync.Notes.inserts;
import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PROTOCOL.md, 6: what is sent again is answered, and done once. */
class RepeatedWritesTest {
    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

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
}
