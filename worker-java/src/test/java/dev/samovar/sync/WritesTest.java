package dev.samovar.sync;

import static dev.samovar.sync.Notes.assertRejected;
import static dev.samovar.sync.Notes.inserted;
import static dev.samovar.sync.Notes.inserts;
import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, 6: what a write does and why it is refused, as far as no handler waits. */
class WritesTest {
    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

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
                inserted("2", "two"),
                new MutationOp(Operation.DELETE, "2", null));

        assertThat(batch.isCommitted()).isTrue();
        assertThat(notes.table("notes").values())
                .containsExactly(Value.map("id", Value.of("1"), "text", Value.of("first"), "stars", Value.of(2)));
    }

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

    /** An update to null, which {@code Map.of} cannot hold. */
    @Test
    void nullIsNoValueForAColumnThatMustHaveOne() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("text", null);

        assertRejected(alice.update("notes", "1", changes), ErrorCode.VALIDATION, "validation failed: text is missing");
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
                alice.mutate("notes", inserted("1", "one"), new MutationOp(Operation.DELETE, "", null)))) {
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
    void anUpdateOfARowThatTheSameMutationInsertsIsRefused() {
        TestClient alice = notes.connect("alice");

        WriteOutcome batch = alice.mutate(
                "notes", inserted("1", "one"), new MutationOp(Operation.UPDATE, "1", Value.map("stars", Value.of(1))));

        assertThat(batch.rejection().code()).isEqualTo("NOT_FOUND");
        assertThat(notes.table("notes")).isEmpty();
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

        WriteOutcome write = alice.mutate("notes", inserted("alice-1", "one"), inserted("bob-1", "two"));
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
    void aRefusalDoesNotKeepTheLongNameThatCausedIt() {
        TestClient alice = notes.connect("alice");

        WriteOutcome call = alice.call("\uffff".repeat(300_000));
        WriteOutcome next = alice.insert("notes", "1", note("one"));

        assertThat(call.rejection().message().length()).isLessThan(600);
        assertThat(next.isCommitted()).isTrue();
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
        WriteOutcome empty = alice.mutate("notes", inserts(1)[0], inserted("2", ""));

        assertRejected(typed, ErrorCode.VALIDATION, "validation failed: ops[1].stars is missing");
        assertRejected(empty, ErrorCode.VALIDATION, "validation failed: ops[1].text must not be empty");
    }
}
