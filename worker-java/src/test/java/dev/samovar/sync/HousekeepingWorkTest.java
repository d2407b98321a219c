package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However much there is to keep in order, a step of housekeeping is short: the longest pause of an object is that of
 * some 500 lines. Counted in what SQLite does, which no busy machine changes.
 */
class HousekeepingWorkTest {
    private static final int MANY = 100_000;
    private static final int FEW = 10_000;
    /** For each line or receipt that a step may look at. */
    private static final int INSTRUCTIONS_PER_LINE = 70;

    private static final long HOUR_MILLIS = 3_600_000;

    /** Shorter is no life of an object that sleeps when it has nothing to do. */
    private static final int LIFE_MILLIS = 10_000;

    private enum Left {
        LINES_TOO_OLD_TO_KEEP("'k' || i", 49 * HOUR_MILLIS),
        LINES_OF_MANY_KEYS("'k' || i", 2 * HOUR_MILLIS),
        LINES_OF_A_HUNDRED_KEYS("'k' || i % 100", 2 * HOUR_MILLIS),
        LINES_OF_ONE_KEY("'k'", 2 * HOUR_MILLIS),
        RECEIPTS_TOO_OLD_TO_KEEP("'k' || i", 25 * HOUR_MILLIS),
        RECEIPTS_TO_KEEP("'k' || i", HOUR_MILLIS);

        final String key;
        final long ageMillis;

        Left(String key, long ageMillis) {
            this.key = key;
            this.ageMillis = ageMillis;
        }

        String table() {
            return name().startsWith("LINES") ? "_sync_changes" : "_sync_receipts";
        }
    }

    private record Step(long instructions, long removed) {}

    private final List<Notes> all = new ArrayList<>();

    @AfterEach
    void close() {
        all.forEach(Notes::close);
    }

    @ParameterizedTest
    @EnumSource
    void noStepDoesMoreThanItsShareHoweverMuchIsLeft(Left left) {
        List<Step> many = steps(left, MANY);
        List<Step> few = steps(left, FEW);

        assertThat(many).hasSizeGreaterThanOrEqualTo(MANY / SyncLimits.HOUSEKEEPING_STEP);
        assertThat(mostRemoved(many)).isLessThanOrEqualTo(SyncLimits.HOUSEKEEPING_STEP);
        assertThat(longest(many))
                .isBetween(1L, (long) INSTRUCTIONS_PER_LINE * SyncLimits.HOUSEKEEPING_STEP)
                .isLessThanOrEqualTo(longest(few) * 11 / 10);
    }

    /** An object that is woken by a write every ten seconds has that many runs in the time that changes are kept. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void runsOfTheObjectAreNoLongerStepEither(boolean areCompacted) {
        int runs = (int) (SyncLimits.CHANGE_RETENTION_MILLIS / LIFE_MILLIS);
        Notes notes = begun();
        notes.host.run(object -> {
            object.exec(
                    numbers(runs) + "INSERT INTO _sync_epochs (first, epoch, previous)"
                            + " SELECT 1 + i * ?, 'epoch' || i, 1 + (i - 1) * ? FROM n",
                    LIFE_MILLIS,
                    LIFE_MILLIS);
            object.exec("INSERT INTO _sync_changes (seq, tbl, key, op) SELECT first, '', '', 'delete' FROM _sync_epochs"
                    + " WHERE first NOT IN (SELECT seq FROM _sync_changes)"
                    + (areCompacted ? " AND epoch = 'epoch" + (runs - 1) + "'" : ""));
        });
        long before = notes.count("SELECT COUNT(*) FROM _sync_epochs");

        Step first = steps(notes, "_sync_epochs").get(0);
        assertThat(first.instructions).isLessThan((long) INSTRUCTIONS_PER_LINE * SyncLimits.HOUSEKEEPING_STEP);

        notes.host.run(object -> {
            object.exec("UPDATE _sync_marks SET at = 0");
            object.exec("INSERT INTO _sync_changes (tbl, key, op) VALUES ('notes', 'newest', 'update')");
        });
        List<Step> steps = new ArrayList<>();
        for (int round = 0; round < runs / SyncLimits.HOUSEKEEPING_STEP + 1; round++) {
            steps.addAll(steps(notes, "_sync_epochs"));
        }
        assertThat(longest(steps)).isLessThan((long) INSTRUCTIONS_PER_LINE * SyncLimits.HOUSEKEEPING_STEP);
        assertThat(mostRemoved(steps)).isLessThanOrEqualTo(SyncLimits.HOUSEKEEPING_STEP);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_epochs")).isLessThan(before - runs + 2);
    }

    private static long longest(List<Step> steps) {
        return steps.stream().mapToLong(Step::instructions).max().orElse(0);
    }

    private static long mostRemoved(List<Step> steps) {
        return steps.stream().mapToLong(Step::removed).max().orElse(0);
    }

    /** All steps of a round, from a database in which so many lines or receipts were left. */
    private List<Step> steps(Left left, int count) {
        Notes notes = begun();
        fill(notes, left, count);
        return steps(notes, left.table());
    }

    /** An object whose columns are tracked, so that its lines have before-images. */
    private Notes begun() {
        Notes notes = new Notes();
        all.add(notes);
        TestClient.connect(notes.host, "alice")
                .subscribe(Selection.of("notes").where(Predicate.gte("stars", 1).toValue()));
        return notes;
    }

    private static List<Step> steps(Notes notes, String table) {
        return notes.host.call(object -> {
            Housekeeping housekeeping = housekeeping(object);
            long now = object.state().globalScope().currentTimeMillis();
            List<Step> steps = new ArrayList<>();
            boolean[] goesOn = {true};
            while (goesOn[0]) {
                assertThat(steps).hasSizeLessThan(MANY);
                long before = count(object, table);
                long instructions = notes.host.sqliteInstructions(() -> goesOn[0] = housekeeping.step(now));
                steps.add(new Step(instructions, before - count(object, table)));
            }
            return steps;
        });
    }

    private static String numbers(int count) {
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + count + ") ";
    }

    private static void fill(Notes notes, Left left, int count) {
        long at = notes.host.clock().millis() - left.ageMillis;
        notes.host.run(object -> {
            if (left.table().equals("_sync_receipts")) {
                object.exec(
                        numbers(count)
                                + "INSERT INTO _sync_receipts (identity, tx_id, payload, seq, at) SELECT 'alice', "
                                + left.key + ", '', 0, ? FROM n",
                        at);
                return;
            }
            object.exec(numbers(count) + "INSERT INTO _sync_changes (tbl, key, op, mask) SELECT 'notes', " + left.key
                    + ", 'update', 2 FROM n");
            object.exec("INSERT INTO _sync_before_notes (_sync_seq, stars) SELECT seq, 1 FROM _sync_changes");
            object.exec("INSERT OR REPLACE INTO _sync_marks (seq, at) SELECT MAX(seq), ? FROM _sync_changes", at);
            // The newest line is never removed.
            object.exec("INSERT INTO _sync_changes (tbl, key, op) VALUES ('notes', 'newest', 'update')");
        });
    }

    private static long count(ScriptedObject object, String table) {
        return object.exec("SELECT COUNT(*) FROM " + table).one().getLong(0);
    }

    private static Housekeeping housekeeping(ScriptedObject object) {
        LogReader reader = new LogReader(object);
        return new Housekeeping(
                object.storage().sql(),
                reader.log,
                reader.compaction,
                new Epochs(object.storage().sql(), reader.log),
                new Receipts(object.storage().sql()),
                SyncOptions.DEFAULTS,
                new Events(null, object.state().globalScope().console()));
    }
}
