package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, 5.1 and 6.1: what is kept, and for how long. */
class HousekeepingTest {
    private static final Duration CHANGES = Duration.ofMillis(SyncLimits.CHANGE_RETENTION_MILLIS);
    private static final Duration RECEIPTS = Duration.ofMillis(SyncLimits.RECEIPT_RETENTION_MILLIS);

    private final Notes notes = new Notes();
    private final TestClient alice = notes.connect("alice");

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void changesAreKeptForTheirTimeAndThenPrunedFromTheOldEnd() {
        insert("1");
        long marked = head();
        notes.host.clock().advance(CHANGES.minusSeconds(1));
        insert("2");
        assertThat(oldest()).isEqualTo(Notes.at(1).value());

        notes.host.clock().advance(Duration.ofHours(1));
        insert("3");

        assertThat(oldest()).isEqualTo(marked + 1);
        assertThat(notes.count("SELECT COUNT(*) FROM notes")).isEqualTo(3);
    }

    @Test
    void whoWasAwayForLongerStartsAgain() {
        insert("1");
        long marked = head();
        notes.host.clock().advance(CHANGES.plusHours(1));
        insert("2");

        assertThat(answers(marked - 1)).startsWith("Reset", "Snap").endsWith("SnapEnd");
        assertThat(answers(marked)).containsExactly("Delta", "UpToDate");
    }

    @Test
    void theNewestLineIsNeverPrunedSoPositionsDoNotRepeat() {
        insert("1");
        long head = head();
        for (int i = 0; i < 3; i++) {
            notes.host.clock().advance(CHANGES.plusHours(2));
            notes.write("UPDATE notes SET stars = stars WHERE 0");
            alice.call("nothing");
            insert("again" + i);
            assertThat(head()).isGreaterThan(head);
            head = head();
        }
    }

    @Test
    void oneStepRemovesABoundedNumberAndTheNextTicksRemoveTheRest() {
        notes.write("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
                + " INSERT INTO notes (id, text) SELECT 'n' || i, 'text' FROM n");
        notes.tick();
        notes.host.clock().advance(CHANGES.plusHours(1));

        insert("a");
        assertThat(oldest())
                .isEqualTo(Notes.at(SyncLimits.HOUSEKEEPING_STEP + 1).value());
        insert("b");
        assertThat(oldest())
                .isEqualTo(Notes.at(2 * SyncLimits.HOUSEKEEPING_STEP + 1).value());
        insert("c");
        assertThat(oldest()).isEqualTo(Notes.at(1 + 1200 + 1).value());
    }

    @Test
    void receiptsAreRemovedAfterTheirTime() {
        insert("1");
        notes.host.clock().advance(RECEIPTS.plusHours(1));
        insert("2");

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_receipts")).isEqualTo(1);
    }

    @Test
    void receiptsAreLookedAtAStepAtATimeAndEveryOneIsReached() {
        receipts("young", 1_200, notes.host.clock().millis());
        receipts("zold", 700, 0);
        insert("1");
        assertThat(receipts()).as("after a first step among the young").isEqualTo(1_901);

        for (int i = 0; i < 3; i++) {
            notes.host.evict(WebSockets.HIBERNATE);
            insert("again" + i);
        }

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_receipts WHERE at = 0"))
                .isZero();
        assertThat(receipts()).isEqualTo(1_204);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_sweep")).isZero();
        notes.host.evict(WebSockets.HIBERNATE);
        insert("after the round");
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_sweep"))
                .as("a wake begins no round")
                .isZero();
    }

    private void receipts(String identity, int count, long at) {
        notes.host.run(object -> object.exec(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + count + ")"
                        + " INSERT INTO _sync_receipts (identity, tx_id, payload, seq, at)"
                        + " SELECT ?, 'tx' || i, '', 0, ? FROM n",
                identity,
                at));
    }

    private long receipts() {
        return notes.count("SELECT COUNT(*) FROM _sync_receipts");
    }

    @Test
    void anObjectThatSleepsBetweenWritesKeepsHouseToo() {
        insert("1");
        notes.host.evict(WebSockets.HIBERNATE);
        notes.host.clock().advance(CHANGES.plusHours(1));
        insert("2");

        assertThat(oldest()).isGreaterThan(Notes.at(1).value());
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_receipts")).isEqualTo(1);
    }

    @Test
    void changesOfMoreThanAnHourAgoAreCompactedAndYoungerOnesNot() {
        insert("1");
        for (int i = 0; i < 5; i++) {
            notes.write("UPDATE notes SET stars = stars + 1");
        }
        notes.tick();
        notes.host.clock().advance(Duration.ofHours(1));
        insert("2");
        long linesOfTheFirst = notes.count("SELECT COUNT(*) FROM _sync_changes WHERE key = '1'");
        notes.host.clock().advance(Duration.ofHours(1).plusSeconds(1));
        insert("3");
        notes.host.clock().advance(Duration.ofHours(1).plusSeconds(1));
        insert("4");

        assertThat(linesOfTheFirst).isEqualTo(6);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes WHERE key = '1'"))
                .isEqualTo(1);
    }

    @Test
    void aHundredThousandChangesAreCompactedHoweverYoungTheyAre() {
        insert("1");
        notes.host.run(object -> object.exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + (SyncLimits.COMPACTION_LINES + 3 * SyncLimits.COMPACTION_WINDOW)
                + ") INSERT INTO _sync_changes (tbl, key, op) SELECT 'notes', '1', 'update' FROM n"));
        notes.host.clock().advance(Duration.ofHours(1));

        for (int i = 0; i < 10; i++) {
            insert("k" + i);
        }

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes WHERE key = '1'"))
                .isBetween(SyncLimits.COMPACTION_LINES - 20L, (long) SyncLimits.COMPACTION_LINES);
    }

    @Test
    void compactionGoesOnAfterAHibernation() {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        notes.host.run(object -> object.exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + 10 * SyncLimits.COMPACTION_WINDOW
                + ") INSERT INTO _sync_changes (tbl, key, op) SELECT 'notes', '1', 'update' FROM n"));
        insert("2");
        notes.host.clock().advance(Duration.ofHours(3));
        insert("3");
        notes.host.clock().advance(Duration.ofHours(2));
        for (int i = 0; i < 30; i++) {
            notes.host.evict(WebSockets.HIBERNATE);
            insert("k" + i);
        }

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes WHERE key = '1'"))
                .isEqualTo(1);
    }

    @Test
    void marksAndEpochsAreRemovedWithTheLog() {
        for (int i = 0; i < 100; i++) {
            notes.host.evict(WebSockets.HIBERNATE);
            notes.host.clock().advance(Duration.ofHours(1));
            insert("k" + i);
        }

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_marks")).isBetween(48L, 51L);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_epochs")).isBetween(48L, 52L);
    }

    private void insert(String key) {
        assertThat(alice.insert("notes", key, note("text")).isCommitted()).isTrue();
        notes.tick();
    }

    private long head() {
        return notes.count("SELECT MAX(seq) FROM _sync_changes");
    }

    private long oldest() {
        return notes.count("SELECT MIN(seq) FROM _sync_changes");
    }

    private List<String> answers(long since) {
        alice.frames();
        alice.send(new ClientFrame.Sub("again", "notes", null, null, null, null, Long.toString(since)));
        return alice.frames().stream()
                .map(ServerFrame::getClass)
                .map(Class::getSimpleName)
                .toList();
    }
}
