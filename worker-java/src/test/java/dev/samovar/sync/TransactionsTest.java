package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.Deferred;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transactions in each other: nothing is sent of what the outermost rolls back. */
class TransactionsTest {
    private static final String INSERT = "INSERT INTO notes (id, text) VALUES (?, 'text')";

    private final Notes notes = new Notes();
    private final TestClient alice = notes.connect("alice");
    private final LiveRows rows = subscribe(alice, "notes");

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void nothingIsSentOfASyncedWriteThatAnAuthorsOwnTransactionRollsBack() {
        notes.host.run(object -> assertThatIllegalStateException()
                .isThrownBy(() -> object.state().storage().transactionSync(() -> {
                    object.write(INSERT, "gone");
                    throw new IllegalStateException("rolled back");
                })));
        WriteOutcome next = alice.insert("notes", "kept", note("kept"));
        notes.tick();

        assertThat(next.isCommitted()).isTrue();
        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("kept");
    }

    @Test
    void aSyncedWriteInAnAuthorsOwnTransactionIsSentWhenThatIsCommitted() {
        notes.host.run(object -> object.state().storage().transactionSync(() -> {
            object.write(INSERT, "first");
            object.write(INSERT, "second");
            return true;
        }));
        notes.tick();

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("first", "second");
    }

    @Test
    void aPartThatIsRolledBackInsideASyncedWriteIsNotSent() {
        notes.host.run(object -> object.write(() -> {
            object.exec(INSERT, "kept");
            assertThatIllegalStateException()
                    .isThrownBy(() -> object.state().storage().transactionSync(() -> {
                        object.exec(INSERT, "gone");
                        throw new IllegalStateException("rolled back");
                    }));
            return true;
        }));
        notes.tick();

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("kept");
    }

    @Test
    void aSyncedWriteInsideAMutationIsPartOfIt() {
        notes.beforeInsert = op -> {
            notes.host.instance().write(INSERT, "beside " + op.key());
            op.require(op.key().equals("kept"), "rolled back");
        };

        alice.insert("notes", "gone", note("gone"));
        alice.insert("notes", "kept", note("kept"));
        notes.tick();

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("kept", "beside kept");
    }

    @Test
    void aSyncedWriteIsSentBeforeTheNextFrameIsAnswered() {
        notes.write(INSERT, "first");

        alice.insert("notes", "second", note("second"));

        assertThat(rows.rows()).containsOnlyKeys("first", "second");
    }

    @Test
    void aTaskThatIsStartedInATransactionAndOutlivesItWritesOnItsOwn() {
        Deferred<Boolean> answer = new Deferred<>();
        notes.more = schema -> schema.<Value>command("start", result -> result, call -> {
            ScriptedObject object = notes.host.instance();
            object.state().waitUntil(() -> {
                object.write(INSERT, "within");
                answer.await();
                object.write(INSERT, "afterwards");
            });
            return Value.NULL;
        });
        notes.host.evict(WebSockets.HIBERNATE);

        assertThat(alice.call("start").isCommitted()).isTrue();
        assertThat(rows.rows()).containsOnlyKeys("within");
        answer.complete(true);
        notes.tick();

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("within", "afterwards");
    }
}
