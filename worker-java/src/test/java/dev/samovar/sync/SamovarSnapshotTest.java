package dev.samovar.sync;

import static dev.samovar.sync.Cups.cup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots in pieces: PROTOCOL.md, 12.1 to 12.3, 13.5 and 14.2. */
class SamovarSnapshotTest {
    private static final int ROWS = 2_000;
    /** So that a snapshot is some 16 pieces. */
    private static final int CHARACTERS = 1_000;
    /** The most a piece has, but for a single large row. */
    private static final int MOST = 256 << 10;

    private final Cups cups = new Cups();
    private final TestClient alice = cups.connect("alice");

    @AfterEach
    void close() {
        cups.close();
    }

    @Test
    void aSnapshotComesInSmallPiecesAndIsWhole() {
        cups.fill(ROWS, CHARACTERS);

        LiveRows rows = alice.subscribe("cups");
        cups.settle(rows);

        assertThat(rows.rows()).isEqualTo(cups.cups("true")).hasSize(ROWS);
        assertThat(chunks(alice.frames())).hasSizeGreaterThan(10).allMatch(chunk -> length(chunk) <= MOST);
    }

    @Test
    void rowsOfVeryDifferentSizesFitToo() {
        cups.fill(300, 10);
        cups.write("UPDATE cups SET name = substr(hex(zeroblob(100000)), 1, size * 400)");

        LiveRows rows = alice.subscribe("cups");
        cups.settle(rows);

        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
        assertThat(chunks(alice.frames())).allMatch(chunk -> length(chunk) <= MOST);
    }

    @Test
    void aWindowComesInSmallPiecesToo() {
        cups.fill(ROWS, CHARACTERS);

        LiveRows rows =
                alice.subscribe(Selection.of("cups").orderBy("size desc").limit(1_500));
        cups.settle(rows);

        assertThat(rows.ordered()).isEqualTo(cups.cupsInOrder("ORDER BY size DESC LIMIT 1500"));
        assertThat(chunks(alice.frames())).hasSizeGreaterThan(5).allMatch(chunk -> length(chunk) <= MOST);
    }

    @Test
    void aClientThatAcknowledgesNothingGetsNoMoreThanItsWindow() {
        cups.fill(ROWS, CHARACTERS);
        alice.withholdAcks();

        LiveRows rows = alice.subscribe("cups");
        takeTurns(100);

        assertThat(rows.isCaughtUp()).isFalse();
        assertThat(alice.received().bytes()).isLessThan(SyncLimits.MAX_AHEAD_BYTES + 2L * MOST);
        alice.resumeAcks();
        cups.settle(rows);
        assertThat(rows.rows()).isEqualTo(cups.cups("true")).hasSize(ROWS);
    }

    @Test
    void manySubscriptionsShareTheWindow() {
        cups.fill(ROWS, CHARACTERS);
        alice.withholdAcks();

        List<LiveRows> all =
                IntStream.range(0, 20).mapToObj(i -> alice.subscribe("cups")).toList();
        takeTurns(100);

        assertThat(alice.received().bytes()).isLessThan(SyncLimits.MAX_AHEAD_BYTES + 2L * MOST);
        alice.resumeAcks();
        all.forEach(cups::settle);
        assertThat(all).allMatch(rows -> rows.rows().size() == ROWS);
    }

    @Test
    void aSubscriptionThatHadToWaitForRoomOutlivesAnEviction() {
        cups.fill(ROWS, CHARACTERS);
        alice.withholdAcks();
        LiveRows first = alice.subscribe("cups");
        takeTurns(100);
        LiveRows second = alice.subscribe("cups");
        takeTurns(1);

        cups.host.evict(WebSockets.HIBERNATE);
        cups.host.wake();
        alice.resumeAcks();
        cups.settle(first);
        cups.settle(second);

        assertThat(first.rows()).isEqualTo(second.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void whatWasAcknowledgedBeforeAnEvictionIsNoRoomForWhatComesAfterIt() {
        cups.fill(ROWS, CHARACTERS);
        cups.settle(alice.subscribe("cups"));
        long handled = alice.received().bytes();
        cups.host.evict(WebSockets.HIBERNATE);
        cups.host.wake();
        alice.withholdAcks();
        LiveRows second = alice.subscribe("cups");
        takeTurns(100);

        alice.send(new ClientFrame.Ack(handled));
        takeTurns(100);

        assertThat(alice.received().bytes() - handled).isLessThan(SyncLimits.MAX_AHEAD_BYTES + 2L * MOST);
        assertThat(second.isCaughtUp()).isFalse();
        alice.resumeAcks();
        cups.settle(second);
        assertThat(second.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void whoClaimsToHaveHandledWhatNobodySentIsServedAfterAWakeToo() {
        cups.fill(ROWS, CHARACTERS);
        alice.subscribe("cups").rows();
        cups.host.evict(WebSockets.HIBERNATE);
        alice.send(new ClientFrame.Ack(0x1p53 - 1));
        LiveRows second = alice.subscribe("cups");
        cups.settle(second);
        cups.host.evict(WebSockets.HIBERNATE);

        LiveRows third = alice.subscribe("saucers");

        assertThat(third.isCaughtUp()).isTrue();
        assertThat(cups.host.uncaught()).isEmpty();
    }

    @Test
    void othersWriteAndReadBetweenThePieces() {
        cups.fill(ROWS, CHARACTERS);
        TestClient bob = cups.connect("bob");
        alice.withholdAcks();
        LiveRows rows = alice.subscribe("cups");
        takeTurns(2);

        assertThat(bob.insert("saucers", "s", cup("saucer", 1)).isCommitted()).isTrue();
        assertThat(bob.subscribe("saucers").rows()).containsOnlyKeys("s");
        assertThat(rows.isCaughtUp()).isFalse();
        assertThat(alice.insert("saucers", "s2", cup("saucer", 1)).isCommitted())
                .isTrue();
    }

    @Test
    void whatChangesBetweenThePiecesIsRightAtTheEnd() {
        cups.fill(ROWS, CHARACTERS);
        LiveRows rows = begin("cups");

        cups.write("UPDATE cups SET name = 'sent before' WHERE id = '00000'");
        cups.write("UPDATE cups SET name = 'not sent yet' WHERE id = '01999'");
        cups.write("DELETE FROM cups WHERE id = '00001'");
        cups.write("DELETE FROM cups WHERE id = '01998'");
        cups.write("INSERT INTO cups (rowid, id) VALUES (-5, 'before all')");
        cups.add(1, "behind all");
        cups.write("INSERT OR REPLACE INTO cups (id) VALUES ('00002')");
        cups.write("UPDATE cups SET id = 'renamed' WHERE id = '00003'");
        alice.resumeAcks();
        cups.settle(rows);

        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void rowsThatMoveInAndOutOfAFilterBetweenThePiecesAreRightAtTheEnd() {
        cups.fill(ROWS, CHARACTERS);
        LiveRows rows = begin(Cups.where(Predicate.gte("size", 100)));

        cups.write("UPDATE cups SET size = 1 WHERE id IN ('00100', '01999')");
        cups.write("UPDATE cups SET size = 5000 WHERE id IN ('00000', '00050')");
        cups.write("UPDATE cups SET size = 5000 WHERE id = '00001'");
        cups.write("UPDATE cups SET size = 1 WHERE id = '00001'");
        cups.write("DELETE FROM cups WHERE id = '00101'");
        alice.resumeAcks();
        cups.settle(rows);

        assertThat(rows.rows()).isEqualTo(cups.cups("size >= 100"));
    }

    @Test
    void aDropGoesOnWhereItWasInsteadOfStartingOver() {
        cups.fill(ROWS, CHARACTERS);
        LiveRows rows = begin("cups");
        int before = chunks(alice.frames()).size();
        cups.write("DELETE FROM cups WHERE id IN ('00000', '01000', '01999')");
        cups.write("UPDATE cups SET name = 'new' WHERE id IN ('00001', '01001')");

        alice.resumeAcks();
        alice.reconnect();
        cups.settle(rows);

        List<ServerFrame> frames = alice.frames();
        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
        assertThat(frames).noneMatch(frame -> frame instanceof ServerFrame.Begin || frame instanceof ServerFrame.Reset);
        assertThat(chunks(frames).size() + before).isLessThan(20);
    }

    @Test
    void anEvictionInTheMiddleGoesOnToo() {
        cups.fill(ROWS, CHARACTERS);
        LiveRows rows = begin("cups");
        alice.frames();
        cups.write("DELETE FROM cups WHERE id IN ('00000', '01000', '01999')");

        cups.host.evict(WebSockets.HIBERNATE);
        cups.write("DELETE FROM cups WHERE id IN ('00002', '01002')");
        alice.resumeAcks();
        cups.settle(rows);

        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
        assertThat(alice.frames())
                .noneMatch(frame -> frame instanceof ServerFrame.Begin || frame instanceof ServerFrame.Reset);
    }

    @Test
    void aSnapshotWhoseBaseWasForgottenMeanwhileStartsOver() {
        cups.fill(ROWS, CHARACTERS);
        LiveRows rows = begin("cups");

        cups.write("DELETE FROM cups WHERE id IN ('00000', '00001')");
        cups.host
                .clock()
                .advance(Duration.ofMillis(SyncLimits.CHANGE_RETENTION_MILLIS + SyncLimits.HOUSEKEEPING_MILLIS));
        cups.write("UPDATE cups SET size = -1 WHERE id = '00002'");
        for (int round = 0; round < 50; round++) {
            cups.host.clock().advance(Duration.ofMillis(SyncLimits.HOUSEKEEPING_MILLIS));
            cups.write("UPDATE cups SET size = size - 1 WHERE id = '00002'");
            cups.tick();
        }
        assertThat(cups.count("SELECT COUNT(*) FROM _sync_changes WHERE key = '00000'"))
                .isZero();
        alice.resumeAcks();
        cups.settle(rows);

        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-", "1.5", "99999999999999999999", "1 OR 1=1", " ", "NaN"})
    void aResumeTokenThatIsNoneIsRefused(String token) {
        cups.add(1, "a");
        ServerFrame.Welcome welcome = alice.conversation().welcome();

        resume(welcome, Value.of(token));

        assertThat(alice.frames())
                .anyMatch(frame -> frame instanceof ServerFrame.SubError error
                        && "VALIDATION".equals(error.error().code()));
        assertThat(cups.count("SELECT COUNT(*) FROM _sync_subscriptions")).isZero();
    }

    @Test
    void aResumeTokenOfAnotherTypeIsRefused() {
        ServerFrame.Welcome welcome = alice.conversation().welcome();

        for (Value token : List.of(Value.of(5), Value.map(), Value.array(), Value.of(new byte[] {1}))) {
            resume(welcome, token);

            assertThat(alice.frames()).hasSize(1).allMatch(frame -> frame instanceof ServerFrame.SubError);
        }
    }

    @Test
    void aResumeTokenCannotReachRowsBeyondTheScope() {
        cups.script.visible = (user, collection) -> Predicate.eq("owner", user);
        cups.host.evict(WebSockets.CLOSE);
        cups.write("INSERT INTO cups VALUES ('zz', 'secret', 1, 'bob'), ('mine', 'x', 1, 'alice')");
        alice.reconnect();

        resume(alice.conversation().welcome(), Value.of("-9223372036854775808"));

        assertThat(alice.received().contains("mine")).isTrue();
        assertThat(alice.received().contains("zz")).isFalse();
    }

    /** {@code -Dseed=n} repeats one. */
    @Test
    void whateverIsWrittenDroppedAndEvictedBetweenThePiecesTheRowsAreThoseOfTheTable() {
        String repeated = System.getProperty("seed");
        long first = repeated == null ? System.nanoTime() : Long.parseLong(repeated);
        for (long seed = first; seed < first + (repeated == null ? 10 : 1); seed++) {
            history(new Random(seed), "seed " + seed);
        }
    }

    private void history(Random random, String seed) {
        try (Cups other = new Cups()) {
            other.fill(600, CHARACTERS);
            TestClient bob = other.connect("bob");
            LiveRows all = bob.subscribe("cups");
            LiveRows some = bob.subscribe(Cups.where(Predicate.lt("size", 300)));
            for (int step = 0; step < 30; step++) {
                String key = String.format(Locale.ROOT, "%05d", random.nextInt(700));
                switch (random.nextInt(8)) {
                    case 0 -> other.write("DELETE FROM cups WHERE id = ?", key);
                    case 1 ->
                        other.write("INSERT OR REPLACE INTO cups (id, size) VALUES (?, ?)", key, (double)
                                random.nextInt(600));
                    case 2, 3 ->
                        other.write("UPDATE cups SET size = ? WHERE id = ?", (double) random.nextInt(600), key);
                    case 4 -> {
                        bob.drop();
                        bob.reconnect();
                    }
                    case 5 -> other.host.evict(random.nextBoolean() ? WebSockets.HIBERNATE : WebSockets.CLOSE);
                    case 6 -> bob.withholdAcks();
                    default -> bob.resumeAcks();
                }
                if (!bob.socket().isOpen()) {
                    bob.reconnect();
                }
            }
            bob.resumeAcks();
            other.host.wake();
            if (!bob.socket().isOpen()) {
                bob.reconnect();
            }
            other.settle(all);
            other.settle(some);
            other.tick();
            assertThat(all.rows()).as(seed).isEqualTo(other.cups("true"));
            assertThat(some.rows()).as(seed).isEqualTo(other.cups("size < 300"));
        }
    }

    /** A snapshot whose first pieces have come, and that waits for an acknowledgement. */
    private LiveRows begin(String collection) {
        return begin(Selection.of(collection));
    }

    private LiveRows begin(Selection selection) {
        alice.withholdAcks();
        LiveRows rows = alice.subscribe(selection);
        takeTurns(100);
        assertThat(rows.isCaughtUp()).isFalse();
        assertThat(alice.received().messages()).isGreaterThan(3);
        return rows;
    }

    private void takeTurns(int turns) {
        for (int turn = 0; turn < turns; turn++) {
            alice.received();
            cups.turn();
        }
    }

    private void resume(ServerFrame.Welcome at, Value token) {
        alice.frames();
        alice.send(new ClientFrame.Sub(
                "mine", "cups", null, null, null, null, at.seq().toString(), at.epoch(), token));
    }

    private static List<ServerFrame.Chunk> chunks(List<ServerFrame> frames) {
        return frames.stream()
                .filter(ServerFrame.Chunk.class::isInstance)
                .map(ServerFrame.Chunk.class::cast)
                .toList();
    }

    private static int length(ServerFrame frame) {
        MessagePackWriter out = new MessagePackWriter();
        FrameWriter.write(frame, out);
        return out.length();
    }
}
