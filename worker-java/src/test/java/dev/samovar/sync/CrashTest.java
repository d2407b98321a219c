package dev.samovar.sync;

import static dev.samovar.sync.Notes.inserted;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.testkit.Crash;
import dev.samovar.testkit.CrashPoint;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The object dies in the middle of a write. */
class CrashTest {
    /** Fewer statements than a mutation of two rows must have: else the loop below would prove nothing. */
    private static final int FEWEST_STATEMENTS = 5;

    @ParameterizedTest
    @EnumSource(WebSockets.class)
    void aDeathBeforeAnyStatementLeavesNothingAndTheRepetitionDoesItOnce(WebSockets sockets) {
        int statement = 1;
        while (diesBefore(statement, sockets)) {
            statement++;
        }
        assertThat(statement).isGreaterThan(FEWEST_STATEMENTS);
    }

    @ParameterizedTest
    @EnumSource(WebSockets.class)
    void aDeathBeforeTheCommitLeavesNothing(WebSockets sockets) {
        try (Notes notes = new Notes()) {
            TestClient alice = notes.connect("alice");
            notes.host.crash(CrashPoint.beforeCommit(1), sockets);

            WriteOutcome write = mutate(alice);

            assertThat(write.isPending()).isTrue();
            assertNothingWasDone(notes);
            alice.reconnect();
            assertDoneOnce(notes, write);
        }
    }

    @ParameterizedTest
    @EnumSource(WebSockets.class)
    void aDeathAfterTheCommitKeepsEverythingAndTheRepetitionIsToldSo(WebSockets sockets) {
        try (Notes notes = new Notes()) {
            TestClient alice = notes.connect("alice");
            TestClient bob = notes.connect("bob");
            LiveRows seenByBob = subscribe(bob, "notes");
            notes.host.crash(CrashPoint.afterCommit(1), sockets);

            WriteOutcome write = mutate(alice);

            assertThat(write.isPending()).isTrue();
            assertThat(notes.count("SELECT COUNT(*) FROM _sync_receipts")).isEqualTo(1);
            alice.reconnect();
            bob.reconnect();
            notes.tick();
            assertDoneOnce(notes, write);
            assertThat(seenByBob.rows()).isEqualTo(notes.table("notes"));
        }
    }

    private static boolean diesBefore(int statement, WebSockets sockets) {
        try (Notes notes = new Notes()) {
            TestClient alice = notes.connect("alice");
            LiveRows seen = subscribe(alice, "notes");
            Crash crash = notes.host.crash(CrashPoint.beforeStatement(statement), sockets);

            WriteOutcome write = mutate(alice);

            if (!crash.hasHappened()) {
                assertDoneOnce(notes, write);
                return false;
            }
            assertThat(write.isPending()).isTrue();
            assertNothingWasDone(notes);
            assertThat(seen.rows()).isEmpty();
            alice.reconnect();
            assertDoneOnce(notes, write);
            assertThat(seen.rows()).isEqualTo(notes.table("notes"));
            return true;
        }
    }

    private static WriteOutcome mutate(TestClient client) {
        return client.mutate("notes", inserted("1", "one"), inserted("2", "two"));
    }

    private static void assertNothingWasDone(Notes notes) {
        assertThat(notes.table("notes")).isEmpty();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes WHERE tbl = 'notes'"))
                .isZero();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_receipts")).isZero();
    }

    private static void assertDoneOnce(Notes notes, WriteOutcome write) {
        assertThat(write.isCommitted()).isTrue();
        assertThat(notes.table("notes")).containsOnlyKeys("1", "2");
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes WHERE tbl = 'notes'"))
                .isEqualTo(2);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_receipts")).isEqualTo(1);
        assertThat(notes.count("SELECT seq FROM _sync_receipts"))
                .isEqualTo(write.position().value());
    }
}
