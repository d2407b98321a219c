package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which positions a database knows as its own. */
class EpochsTest {
    private static final long START = Notes.at(1).value();

    private final Notes notes = new Notes();
    private final SqlStorage sql = notes.host.sql();
    private long nowMillis = START;
    private Epochs epochs;

    EpochsTest() {
        notes.host.wake();
        epochs = run();
    }

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void aRunThatWritesBeginsAtTheClock() {
        String before = epochs.current();
        nowMillis += 1000;

        epochs.begin(nowMillis);

        assertThat(head()).isEqualTo(new Position(START + 1000));
        assertThat(epochs.current()).isNotEqualTo(before).matches("[0-9a-f]{16}");
    }

    @Test
    void aRunBeginsOnce() {
        epochs.begin(nowMillis + 1000);
        String epoch = epochs.current();

        epochs.begin(nowMillis + 2000);

        assertThat(epochs.current()).isEqualTo(epoch);
        assertThat(head()).isEqualTo(new Position(START + 1000));
    }

    @Test
    void aRunThatNeverWritesKeepsTheLastEpoch() {
        epochs.begin(nowMillis);
        Position head = head();

        Epochs next = run();

        assertThat(next.current()).isEqualTo(epochs.current());
        assertThat(next.knows(epochs.current(), head)).isTrue();
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void aClockThatIsBehindTheHeadIsHarmless() {
        epochs.begin(nowMillis + 1_000_000);
        write(10);
        Position head = head();
        Epochs next = run();

        next.begin(nowMillis);

        assertThat(head()).isEqualTo(head.next());
        assertThat(next.knows(epochs.current(), head)).isTrue();
        assertThat(next.knows(null, head)).isTrue();
        assertThat(next.knows(next.current(), head)).isFalse();
        assertThat(next.knows(next.current(), head.next())).isTrue();
        assertThat(next.knows(epochs.current(), head.next())).isFalse();
    }

    @Test
    void theGapBetweenTwoRunsIsNobodysNorIsWhatLiesAboveTheHead() {
        epochs.begin(nowMillis);
        write(3);
        Position last = head();
        Epochs next = run();
        next.begin(nowMillis + 1000);

        assertThat(next.knows(null, last)).isTrue();
        assertThat(next.knows(null, last.next())).isFalse();
        assertThat(next.knows(null, new Position(nowMillis + 999))).isFalse();
        assertThat(next.knows(null, head())).isTrue();
        assertThat(next.knows(null, head().next())).isFalse();
        assertThat(next.knows(null, new Position(1))).isFalse();
    }

    @Test
    void whatARunWroteWithoutAnEpochIsInTheGap() {
        epochs.begin(nowMillis);
        Position told = head();
        Epochs next = run();
        write(5);

        next.beginIfWritten(nowMillis + 1000);

        assertThat(next.knows(epochs.current(), told)).isTrue();
        assertThat(next.knows(epochs.current(), told.next())).isFalse();
        assertThat(next.knows(null, told.next())).isFalse();
        assertThat(head()).isEqualTo(new Position(nowMillis + 1000));
    }

    @Test
    void aRunThatHasWrittenNothingNeedsNoEpoch() {
        String epoch = epochs.current();

        epochs.beginIfWritten(nowMillis + 1000);

        assertThat(epochs.current()).isEqualTo(epoch);
    }

    @Test
    void epochsAreForgottenWithTheLogButNeverTheOneOfTheFloor() {
        for (int i = 0; i < 5; i++) {
            epochs = run();
            epochs.begin(nowMillis += 1000);
            write(2);
        }

        epochs.prune(new Position(START + 3001));

        assertThat(notes.count("SELECT MIN(first) FROM _sync_epochs")).isEqualTo(START + 3000);
        assertThat(epochs.knows(null, new Position(START + 3001))).isTrue();
        assertThat(epochs.knows(null, new Position(START + 2001))).isFalse();
        epochs.prune(new Position(START + 1_000_000));
        assertThat(epochs.knows(epochs.current(), head())).isTrue();
    }

    @Test
    void theNewestLinesAreCountedOverTheGaps() {
        for (int i = 0; i < 3; i++) {
            epochs = run();
            epochs.begin(nowMillis += 1000);
            write(9);
        }

        assertThat(epochs.beforeNewest(4)).isEqualTo(new Position(START + 3000 + 9 - 4));
        assertThat(epochs.beforeNewest(15)).isEqualTo(new Position(START + 2000 + 9 - 5));
        assertThat(epochs.beforeNewest(1000)).isEqualTo(Position.zero());
    }

    /** A position, and whether the database as it is now has given it out. */
    private record Told(String epoch, Position seq) {}

    private record Copy(List<Told> told, List<List<@Nullable Object>> epochs, Position head) {}

    @Test
    void positionsOfAnotherLifeOfTheDatabaseAreUnknown() {
        String repeated = System.getProperty("seed");
        long first = repeated == null ? System.nanoTime() : Long.parseLong(repeated);
        for (long seed = first; seed < first + (repeated == null ? 30 : 1); seed++) {
            livesOfADatabase(new Random(seed), "seed " + seed);
        }
    }

    private void livesOfADatabase(Random random, String seed) {
        boolean clockIsSound = random.nextInt(3) > 0;
        List<Told> told = new ArrayList<>();
        List<Told> all = new ArrayList<>();
        Copy copy = copy(told);
        // What an earlier history of this test wrote would lie ahead of the clock.
        nowMillis = Math.max(nowMillis, head().value()) + 1000;
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(8)) {
                case 0 -> epochs = run();
                case 1, 2, 3 -> {
                    epochs.begin(nowMillis);
                    write(random.nextInt(4));
                    nowMillis += clockIsSound ? 10 : random.nextInt(10) - 5;
                }
                case 4, 5 -> {
                    Told now = new Told(epochs.current(), head());
                    told.add(now);
                    all.add(now);
                }
                case 6 -> copy = copy(told);
                default -> {
                    restore(copy);
                    told = new ArrayList<>(copy.told);
                    epochs = run();
                }
            }
            Position head = head();
            for (Told position : all) {
                boolean isOurs = told.contains(position);
                if (isOurs) {
                    assertThat(epochs.knows(null, position.seq)).as(seed).isTrue();
                    assertThat(epochs.knows(position.epoch, position.seq))
                            .as(seed)
                            .isTrue();
                } else if (position.seq.isAfter(copy.head)) {
                    assertThat(epochs.knows(position.epoch, position.seq))
                            .as(seed)
                            .isFalse();
                    assertThat(clockIsSound && epochs.knows(null, position.seq))
                            .as(seed)
                            .isFalse();
                }
            }
            assertThat(epochs.knows(null, head)).as(seed).isTrue();
        }
    }

    private Copy copy(List<Told> told) {
        return new Copy(
                new ArrayList<>(told),
                sql.exec("SELECT first, epoch, previous FROM _sync_epochs").toList(),
                head());
    }

    private void restore(Copy copy) {
        sql.exec("DELETE FROM _sync_changes WHERE seq > ?", copy.head.value());
        sql.exec(
                "INSERT OR IGNORE INTO _sync_changes (seq, tbl, key, op) VALUES (?, '', '', 'delete')",
                copy.head.value());
        sql.exec("DELETE FROM _sync_epochs");
        copy.epochs.forEach(row -> sql.exec("INSERT INTO _sync_epochs VALUES (?, ?, ?)", row.toArray()));
    }

    /** The object starts again. */
    private Epochs run() {
        return new Epochs(sql, new ChangeLog(sql, new Metadata(sql), new TrackedColumns(sql)));
    }

    private void write(int lines) {
        for (int i = 0; i < lines; i++) {
            sql.exec("INSERT INTO _sync_changes (tbl, key, op) VALUES ('notes', 'k', 'update')");
        }
    }

    private Position head() {
        return new Position(notes.count("SELECT MAX(seq) FROM _sync_changes"));
    }
}
