package dev.samovar.sync;

import static dev.samovar.sync.Notes.assertRejected;
import static dev.samovar.sync.Notes.inserts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What commands get, do and answer. */
class CommandsTest {
    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

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
}
