package dev.samovar.sync;

import static dev.samovar.sync.Cups.cup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.RowChange;
import dev.samovar.protocol.RowChanges;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.SubChanges;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, 12.4 to 12.6. */
class SamovarFlushTest {
    private final Cups cups = new Cups();
    private final TestClient alice = cups.connect("alice");

    @AfterEach
    void close() {
        cups.close();
    }

    @Test
    void aWriteItsChangesAndItsBoundaryAreOneMessage() {
        LiveRows first = subscribe("cups");
        LiveRows second = subscribe("cups");

        WriteOutcome write = alice.insert("cups", "a", cup("one", 1));

        ServerFrame.Flush flush = onlyFlush();
        assertThat(flush.done()).extracting(done -> done.txId()).containsExactly(write.txId());
        assertThat(flush.subs()).extracting(SubChanges::sub).containsExactly(first.sub(), second.sub());
        assertThat(flush.seq()).isEqualTo(write.position()).isEqualTo(first.position());
        assertThat(first.rows()).isEqualTo(second.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void aWriterThatFollowsNothingGetsItsReceiptInAFlush() {
        alice.frames();

        WriteOutcome write = alice.insert("cups", "a", cup("one", 1));

        ServerFrame.Flush flush = onlyFlush();
        assertThat(flush.subs()).isEmpty();
        assertThat(flush.done()).hasSize(1);
        assertThat(write.isCommitted()).isTrue();
    }

    @Test
    void eachFlushNamesTheBoundaryBeforeIt() {
        subscribe("cups");
        Position before = null;

        for (String key : List.of("a", "b", "c")) {
            cups.add(1, key);
            ServerFrame.Flush flush = onlyFlush();
            assertThat(before == null || before.equals(flush.prev())).isTrue();
            before = flush.seq();
        }
    }

    @Test
    void anEpochIsToldOnceAndAgainWhenItIsAnotherOne() {
        LiveRows rows = subscribe("cups");
        String first = alice.conversation().welcome().epoch();

        cups.add(1, "a");
        assertThat(onlyFlush().epoch()).isEqualTo(first);
        cups.tick();
        cups.host.evict(WebSockets.HIBERNATE);
        cups.host.clock().advance(Duration.ofSeconds(1));
        cups.add(1, "b");

        ServerFrame.Flush flush = onlyFlush();
        assertThat(flush.epoch()).isNotEqualTo(first);
        assertThat(rows.rows()).containsOnlyKeys("a", "b");
        alice.reconnect();
        assertThat(alice.frames()).noneMatch(frame -> frame instanceof ServerFrame.Reset);
    }

    @Test
    void anUpdateTellsTheColumnsThatChangedAndNoOthers() {
        cups.add(1, "a");
        LiveRows rows = subscribe("cups");

        cups.write("UPDATE cups SET size = 2, name = name");

        assertThat(onlyChange()).isEqualTo(new RowChange.Changed("a", Value.map("size", Value.of(2))));
        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void theColumnsOfAllUpdatesOfATickAreTold() {
        cups.add(1, "a");
        LiveRows rows = subscribe("cups");
        cups.crowd();
        alice.frames();

        cups.write("UPDATE cups SET size = 2");
        cups.write("UPDATE cups SET name = 'new'");
        cups.write("UPDATE cups SET size = 3");
        cups.tick();

        assertThat(onlyChange())
                .isEqualTo(new RowChange.Changed("a", Value.map("name", Value.of("new"), "size", Value.of(3))));
        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void aClientThatWasToldAPartOfATickGetsTheColumnsOfTheRest() {
        cups.add(1, "a");
        LiveRows rows = subscribe("cups");
        cups.crowd();

        cups.write("UPDATE cups SET size = 2");
        alice.insert("saucers", "s", cup("saucer", 1));
        alice.frames();
        cups.write("UPDATE cups SET name = 'new'");
        cups.tick();

        assertThat(onlyChange()).isEqualTo(new RowChange.Changed("a", Value.map("name", Value.of("new"))));
        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void aRowThatComesToBelongIsToldAsAWhole() {
        cups.add(1, "a");
        LiveRows rows = alice.subscribe(Cups.where(Predicate.gt("size", 5)));
        rows.rows();
        alice.frames();

        cups.write("UPDATE cups SET size = 6");

        assertThat(onlyChange()).isInstanceOf(RowChange.Whole.class);
        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void aRowThatWasReplacedIsToldAsAWhole() {
        cups.add(1, "a");
        LiveRows rows = subscribe("cups");

        cups.write("INSERT OR REPLACE INTO cups (id, size) VALUES ('a', 1)");

        assertThat(onlyChange()).isEqualTo(new RowChange.Whole("a", rows.row("a")));
        assertThat(rows.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void anUpdateThatChangesNothingIsToldToNobodyButItsWriter() {
        cups.add(1, "a");
        subscribe("cups");
        TestClient bob = cups.connect("bob");

        cups.write("UPDATE cups SET size = 1, name = 'a'");
        assertThat(alice.frames()).isEmpty();
        WriteOutcome write = bob.update("cups", "a", Map.of("size", 1));
        cups.tick();

        assertThat(write.isCommitted()).isTrue();
        assertThat(alice.frames()).isEmpty();
    }

    @Test
    void aClientThatNothingConcernsIsMovedForwardNowAndThen() {
        LiveRows rows = subscribe("saucers");
        Position before = rows.position();

        cups.fill(SyncLimits.LINES_PER_BOUNDARY / 2, 1);
        cups.tick();
        assertThat(alice.frames()).isEmpty();
        cups.write("UPDATE cups SET size = -1");
        cups.tick();

        ServerFrame.Flush flush = onlyFlush();
        assertThat(flush.subs()).isEmpty();
        assertThat(rows.position()).isEqualTo(flush.seq()).isNotEqualTo(before);
    }

    @Test
    void aBurstIsOneMessageForEachTick() {
        LiveRows rows = subscribe("cups");
        cups.crowd();
        alice.frames();

        for (int i = 0; i < 100; i++) {
            cups.add(1, "k" + i);
        }
        cups.tick();

        assertThat(onlyFlush().subs()).hasSize(1);
        assertThat(rows.rows()).hasSize(100);
    }

    private LiveRows subscribe(String collection) {
        LiveRows rows = alice.subscribe(collection);
        rows.rows();
        alice.frames();
        return rows;
    }

    private ServerFrame.Flush onlyFlush() {
        List<ServerFrame> frames = alice.frames();
        assertThat(frames).hasSize(1);
        return (ServerFrame.Flush) frames.get(0);
    }

    private RowChange onlyChange() {
        List<SubChanges> subs = onlyFlush().subs();
        assertThat(subs).hasSize(1);
        List<RowChange> items = ((RowChanges) subs.get(0).changes()).items();
        assertThat(items).hasSize(1);
        return items.get(0);
    }
}
