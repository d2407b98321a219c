package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The old part of the log keeps the last line of each key. */
class CompactionTest {
    private static final int WINDOW = SyncLimits.COMPACTION_WINDOW;

    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void aKeyThatIsWrittenAllTheTimeEndsWithOneLineBelowTheHorizon() {
        lines(5 * WINDOW, i -> "hot");
        Position horizon = Notes.at(4 * WINDOW);

        int steps = compact(horizon);

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes WHERE key = 'hot' AND seq <= " + horizon))
                .isEqualTo(1);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes WHERE seq > " + horizon))
                .isEqualTo(5L * WINDOW + 1 - 4L * WINDOW);
        assertThat(steps).isLessThan(2 * 4);
    }

    @Test
    void linesOfDifferentKeysAreLeftAndLookedAtOnce() {
        lines(4 * WINDOW, i -> "k" + i);

        int steps = compact(Notes.at(4 * WINDOW));

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes WHERE tbl = 'notes'"))
                .isEqualTo(4L * WINDOW);
        assertThat(steps).isLessThanOrEqualTo(5);
        assertThat(step(Notes.at(4 * WINDOW))).isFalse();
    }

    @Test
    void theSameKeyOfTwoTablesIsTwoRows() {
        lines(10, i -> "k");
        notes.write("INSERT INTO drafts (id, text) VALUES ('k', 'draft')");

        compact(head());

        assertThat(notes.count("SELECT COUNT(DISTINCT tbl) FROM _sync_changes WHERE key = 'k'"))
                .isEqualTo(2);
    }

    @Test
    void theBeforeImagesOfTheOldPartGo() {
        track();
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        Position before = head();
        notes.write("UPDATE notes SET text = 'two'");
        Position horizon = head();
        notes.write("UPDATE notes SET text = 'three'");
        assertThat(canTell(before)).isTrue();

        compact(horizon);

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_before_notes")).isEqualTo(1);
        assertThat(canTell(before)).isFalse();
        assertThat(canTell(horizon)).isTrue();
    }

    @Test
    void aLineOfTheOldPartSaysThatEveryColumnMayHaveChanged() {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        Position before = head();
        notes.write("UPDATE notes SET text = 'two'");
        notes.write("UPDATE notes SET stars = 2");
        assertThat(changed(before)).doesNotContain(ColumnMask.ALL);

        compact(head());

        assertThat(changed(before)).containsExactly(ColumnMask.ALL);
    }

    @Test
    void everyKeyKeepsItsLastLineAndTheYoungPartAllOfThem() {
        String repeated = System.getProperty("seed");
        long first = repeated == null ? System.nanoTime() : Long.parseLong(repeated);
        for (long seed = first; seed < first + (repeated == null ? 6 : 1); seed++) {
            Random random = new Random(seed);
            for (int round = 0; round < 3; round++) {
                int keys = 1 << random.nextInt(12);
                lines(random.nextInt(4 * WINDOW), i -> "k" + random.nextInt(keys));
                List<LogEntry> before = since(Position.zero());
                Position horizon = new Position(
                        head().value() - random.nextInt(3 * WINDOW)); // may lie below what was compacted already
                compact(horizon);
                List<LogEntry> after = since(Position.zero());

                assertThat(lastOfEach(after)).as("seed " + seed).isEqualTo(lastOfEach(before));
                assertThat(above(after, horizon)).as("seed " + seed).isEqualTo(above(before, horizon));
            }
        }
    }

    private static Map<String, Position> lastOfEach(List<LogEntry> entries) {
        Map<String, Position> last = new HashMap<>();
        entries.forEach(entry -> last.put(entry.table() + " " + entry.key(), entry.seq()));
        return last;
    }

    private static List<Position> above(List<LogEntry> entries, Position position) {
        List<Position> above = new ArrayList<>();
        entries.forEach(entry -> {
            if (entry.seq().isAfter(position)) {
                above.add(entry.seq());
            }
        });
        return above;
    }

    private interface Keys {
        String of(int line);
    }

    private void lines(int count, Keys keys) {
        notes.host.run(object -> {
            for (int i = 0; i < count; i++) {
                object.exec(
                        "INSERT INTO _sync_changes (tbl, key, op, mask) VALUES ('notes', ?, 'update', 2)", keys.of(i));
            }
        });
    }

    private void track() {
        notes.host.run(object -> {
            LogReader reader = new LogReader(object);
            reader.capture.track(reader.table("notes"), List.of("text"));
        });
    }

    private boolean canTell(Position since) {
        return notes.host.call(object -> {
            LogReader reader = new LogReader(object);
            return reader.log.canTellMembership(reader.table("notes"), List.of("text"), since);
        });
    }

    private List<ColumnMask> changed(Position since) {
        List<ColumnMask> changed = new ArrayList<>();
        since(since).forEach(entry -> changed.add(entry.changed()));
        return changed;
    }

    private List<LogEntry> since(Position position) {
        return notes.host.call(object -> new LogReader(object).log.since(position));
    }

    private Position head() {
        return notes.host.call(object -> new LogReader(object).log.head());
    }

    /** As many steps as there are, each by an instance of its own. */
    private int compact(Position horizon) {
        int steps = 1;
        while (step(horizon)) {
            steps++;
            assertThat(steps).isLessThan(1_000);
        }
        return steps;
    }

    private boolean step(Position horizon) {
        return notes.host.call(
                object -> new LogReader(object).compaction.step(horizon).isMoreLeft());
    }
}
