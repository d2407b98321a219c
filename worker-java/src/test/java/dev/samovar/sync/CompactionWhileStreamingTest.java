package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The log is compacted beyond the base of a snapshot whose pieces are still going out, to a client that is slow. */
class CompactionWhileStreamingTest {
    private static final int ROWS = 1_000;
    private static final int CHARACTERS = 2_000;
    private static final Duration ROUND = Duration.ofMillis(SyncLimits.HOUSEKEEPING_MILLIS + 1_000);
    private static final Predicate LARGE = Predicate.gte("size", 100);

    private final Cups cups = new Cups();
    private final TestClient alice = cups.connect("alice");

    @AfterEach
    void close() {
        cups.close();
    }

    /** What becomes of the connection and of the object before the client takes the rest. */
    private enum Meanwhile {
        NOTHING {
            @Override
            void happens(Cups cups, TestClient client) {}
        },
        A_DROP {
            @Override
            void happens(Cups cups, TestClient client) {
                client.drop();
                client.reconnect();
            }
        },
        AN_EVICTION {
            @Override
            void happens(Cups cups, TestClient client) {
                cups.host.evict(WebSockets.HIBERNATE);
                cups.host.wake();
            }
        };

        abstract void happens(Cups cups, TestClient client);
    }

    @ParameterizedTest
    @EnumSource
    void aSnapshotOfAllRowsGoesOn(Meanwhile meanwhile) {
        LiveRows rows = begin(Selection.of("cups"));

        changeALot();
        compactBeyond(base());
        meanwhile.happens(cups, alice);
        alice.resumeAcks();
        cups.settle(rows);

        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
        assertThat(alice.frames())
                .as("nothing begins anew")
                .noneMatch(frame -> frame instanceof ServerFrame.Begin || frame instanceof ServerFrame.Reset);
    }

    @ParameterizedTest
    @EnumSource
    void aSnapshotOfAFilterBeginsAnewBecauseWhoLeftIsNotKnown(Meanwhile meanwhile) {
        LiveRows rows = begin(Selection.of("cups").where(LARGE.toValue()));

        changeALot();
        compactBeyond(base());
        meanwhile.happens(cups, alice);
        alice.resumeAcks();
        cups.settle(rows);

        assertThat(rows.rows()).isEqualTo(cups.cups("size >= 100"));
        assertThat(rows.resetReason()).isEqualTo(ResetReason.COMPACTED);
    }

    /** {@code -Dseed=n} repeats one. */
    @Test
    void whateverIsWrittenAndCompactedBetweenThePiecesTheRowsAreThoseOfTheTable() {
        boolean isRepeated = System.getProperty("seed") != null;
        long first = Seeds.seed();
        for (long seed = first; seed < first + (isRepeated ? 1 : 6); seed++) {
            history(new Random(seed), "seed " + seed);
        }
    }

    private void history(Random random, String seed) {
        try (Cups other = new Cups()) {
            other.fill(ROWS, CHARACTERS);
            TestClient bob = other.connect("bob");
            bob.withholdAcks();
            LiveRows everything = bob.subscribe("cups");
            LiveRows some = bob.subscribe(Selection.of("cups").where(LARGE.toValue()));
            for (int step = 0; step < 60; step++) {
                String key = String.format(Locale.ROOT, "%05d", random.nextInt(ROWS + 50));
                switch (random.nextInt(10)) {
                    case 0 -> other.write("DELETE FROM cups WHERE id = ?", key);
                    case 1 -> other.write("INSERT OR REPLACE INTO cups (id, size) VALUES (?, 101)", key);
                    case 2, 3 -> other.write("UPDATE cups SET size = 200 - size WHERE id < ?", key);
                    case 4, 5, 6 -> {
                        other.host.clock().advance(ROUND);
                        other.write("UPDATE cups SET size = size + 1 WHERE id = ?", key);
                        other.tick();
                    }
                    case 7 -> bob.withholdAcks();
                    case 8 -> {
                        bob.resumeAcks();
                        other.turn();
                        bob.frames();
                        bob.withholdAcks();
                    }
                    default -> {
                        bob.drop();
                        bob.reconnect();
                    }
                }
            }
            bob.resumeAcks();
            bob.reconnect();
            other.settle(everything);
            other.settle(some);
            other.tick();
            assertThat(everything.rows()).as(seed).isEqualTo(other.cups("true"));
            assertThat(some.rows()).as(seed).isEqualTo(other.cups("size >= 100"));
        }
    }

    /** A snapshot whose first pieces have come, and that waits for an acknowledgement. */
    private LiveRows begin(Selection selection) {
        cups.fill(ROWS, CHARACTERS);
        alice.withholdAcks();
        LiveRows rows = alice.subscribe(selection);
        for (int turn = 0; turn < 100; turn++) {
            cups.turn();
        }
        assertThat(rows.isCaughtUp()).isFalse();
        return rows;
    }

    /** The base of the snapshot that has begun. Frames up to now are taken. */
    private Position base() {
        List<ServerFrame> frames = alice.frames();
        return frames.stream()
                .filter(ServerFrame.Begin.class::isInstance)
                .map(frame -> ((ServerFrame.Begin) frame).seq())
                .findFirst()
                .orElseThrow();
    }

    /** Of rows that were sent and of rows that were not. */
    private void changeALot() {
        cups.write("UPDATE cups SET size = size + 1");
        cups.write("UPDATE cups SET size = 1 WHERE id IN ('00150', '00990')");
        cups.write("UPDATE cups SET size = 500 WHERE id IN ('00001', '00090')");
        cups.write("DELETE FROM cups WHERE id IN ('00002', '00160', '00980')");
        cups.write("INSERT INTO cups (id, size) VALUES ('00002', 300), ('new', 400)");
        cups.write("UPDATE cups SET id = 'renamed' WHERE id = '00170'");
    }

    private void compactBeyond(Position base) {
        for (int round = 0; round < 20; round++) {
            cups.host.clock().advance(ROUND);
            cups.write("UPDATE cups SET size = size + 1 WHERE id = 'new'");
            cups.tick();
        }
        Position compacted = cups.host.call(object -> new LogReader(object).log.compacted());
        assertThat(compacted.isAfter(base)).as("compacted beyond the base").isTrue();
    }
}
