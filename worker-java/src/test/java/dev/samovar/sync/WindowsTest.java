package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.ServerFrame.Kind;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions with orderBy and limit in samovar/1: PROTOCOL.md, 9.4 and 9.5. */
class WindowsTest {
    private final Cups cups = new Cups();
    private final TestClient alice = cups.connect("alice");

    @AfterEach
    void close() {
        cups.close();
    }

    @Test
    void tenThousandChangesLeaveTheRowsThatBelong() {
        String repeated = System.getProperty("seed");
        long seed = repeated == null ? System.nanoTime() : Long.parseLong(repeated);
        Random random = new Random(seed);
        LiveRows window = alice.subscribe(largest(50));
        LiveRows shifted = alice.subscribe(
                Selection.of("cups").orderBy("size", "name desc").offset(20).limit(30));
        for (int batch = 0; batch < 200; batch++) {
            cups.host.run(object -> object.write(() -> {
                for (int i = 0; i < 50; i++) {
                    String key = "k" + random.nextInt(150);
                    double size = random.nextInt(40);
                    switch (random.nextInt(5)) {
                        case 0 -> object.exec("DELETE FROM cups WHERE id = ?", key);
                        case 1 -> object.exec("UPDATE cups SET name = ? WHERE id = ?", "n" + size, key);
                        default ->
                            object.exec(
                                    "INSERT INTO cups (id, name, size) VALUES (?1, 'n', ?2) ON CONFLICT DO UPDATE SET size = ?2",
                                    key,
                                    size);
                    }
                }
                return 0;
            }));
            cups.tick();

            assertThat(window.ordered())
                    .as("seed " + seed)
                    .isEqualTo(cups.cupsInOrder("ORDER BY size DESC, id LIMIT 50"));
            assertThat(shifted.ordered())
                    .as("seed " + seed)
                    .isEqualTo(cups.cupsInOrder("ORDER BY size, name DESC, id LIMIT 30 OFFSET 20"));
        }
        assertThat(window.rows()).hasSize(50);
    }

    @Test
    void aRowThatComesPushesTheLastOneOutAndBackWhenItGoes() {
        for (int i = 1; i <= 5; i++) {
            cups.add(i, "k" + i);
        }
        LiveRows window = alice.subscribe(largest(3));
        assertThat(window.rows()).containsOnlyKeys("k5", "k4", "k3");

        cups.add(9, "new");
        assertThat(window.rows()).containsOnlyKeys("new", "k5", "k4");
        cups.write("UPDATE cups SET size = 0 WHERE id = 'new'");

        assertThat(window.rows()).containsOnlyKeys("k5", "k4", "k3");
    }

    @Test
    void rowsThatTieGoByTheirKeys() {
        cups.add(1, "b", "d", "c");
        LiveRows window = alice.subscribe(largest(2));
        assertThat(window.rows()).containsOnlyKeys("b", "c");

        cups.add(1, "a", "e");

        assertThat(window.rows()).containsOnlyKeys("a", "b");
    }

    @Test
    void nullsComeFirstOrLastAsIsAsked() {
        cups.add(1, "one");
        cups.add(2, "two");
        cups.write("INSERT INTO cups (id) VALUES ('none')");

        assertThat(alice.subscribe(Selection.of("cups").orderBy("size").limit(1))
                        .rows())
                .containsOnlyKeys("none");
        assertThat(alice.subscribe(Selection.of("cups").orderBy("size desc").limit(1))
                        .rows())
                .containsOnlyKeys("none");
        assertThat(alice.subscribe(
                                Selection.of("cups").orderBy("size nulls last").limit(2))
                        .rows())
                .containsOnlyKeys("one", "two");
        assertThat(alice.subscribe(Selection.of("cups")
                                .orderBy("size desc nulls last")
                                .limit(1))
                        .rows())
                .containsOnlyKeys("two");
    }

    @Test
    void textIsOrderedAsJavaScriptDoes() {
        List<String> names = new ArrayList<>(List.of("\ue000", "\ud83d\ude00", "z", "\uffff", "Z", "é", ""));
        for (String name : names) {
            cups.write("INSERT INTO cups (id, name) VALUES (?1, ?1)", "k" + name);
            cups.write("UPDATE cups SET name = ? WHERE id = ?", name, "k" + name);
        }
        names.sort(Comparator.naturalOrder());

        for (int limit = 1; limit <= names.size(); limit++) {
            LiveRows window =
                    alice.subscribe(Selection.of("cups").orderBy("name").limit(limit));
            assertThat(window.ordered())
                    .extracting(row -> row.get("name"))
                    .isEqualTo(names.subList(0, limit).stream()
                            .map(name -> (Value) Value.of(name))
                            .toList());
        }
    }

    @Test
    void anOffsetLeavesTheFirstOut() {
        for (int i = 1; i <= 6; i++) {
            cups.add(i, "k" + i);
        }
        LiveRows window = alice.subscribe(largest(2).offset(1));
        assertThat(window.rows()).containsOnlyKeys("k5", "k4");

        cups.add(7, "k7");
        assertThat(window.rows()).containsOnlyKeys("k6", "k5");
        cups.write("DELETE FROM cups WHERE id IN ('k7', 'k6', 'k5')");

        assertThat(window.rows()).containsOnlyKeys("k3", "k2");
    }

    @Test
    void aWindowOfAFilterKnowsNoRowsBeyondIt() {
        LiveRows window =
                alice.subscribe(largest(2).where(Predicate.eq("owner", "bob").toValue()));

        cups.write("INSERT INTO cups VALUES ('a', NULL, 1, 'bob'), ('b', NULL, 2, 'bob'), ('zz', NULL, 9, NULL)");
        assertThat(window.rows()).containsOnlyKeys("a", "b");
        cups.write("UPDATE cups SET owner = 'carol' WHERE id = 'b'");

        assertThat(window.rows()).containsOnlyKeys("a");
        assertThat(alice.received().contains("zz")).isFalse();
    }

    @Test
    void windowsThatCannotBeKeptAreRefused() {
        Value locale = Value.array(Value.map(
                "expression",
                Value.map("type", Value.of("ref"), "path", Value.array(Value.of("name"))),
                "compareOptions",
                Value.map("stringSort", Value.of("locale"))));

        assertRefused(Selection.of("cups").limit(5), ErrorCode.VALIDATION);
        assertRefused(Selection.of("cups").orderBy("size").offset(5), ErrorCode.VALIDATION);
        assertRefused(Selection.of("cups").orderBy(locale).limit(5), ErrorCode.UNSUPPORTED);
        assertRefused(largest(SyncLimits.MAX_WINDOW_ROWS + 1), ErrorCode.LIMIT_EXCEEDED);
        assertRefused(largest(SyncLimits.MAX_WINDOW_ROWS).offset(1), ErrorCode.LIMIT_EXCEEDED);
        assertRefused(Selection.of("cups").orderBy("nothing").limit(5), ErrorCode.VALIDATION);
        assertThat(alice.subscribe(largest(SyncLimits.MAX_WINDOW_ROWS)).isCaughtUp())
                .isTrue();
        assertThat(alice.subscribe(largest(0)).rows()).isEmpty();
    }

    @Test
    void aWindowThatMissedSomethingIsSentAnew() {
        cups.add(1, "a", "b", "c");
        LiveRows window = alice.subscribe(largest(2));
        window.rows();
        alice.drop();
        cups.add(5, "d");

        alice.reconnect();

        assertThat(window.resetReason()).isEqualTo(ResetReason.WINDOW);
        assertThat(window.rows()).containsOnlyKeys("d", "a");
    }

    @Test
    void aWindowThatMissedNothingGoesOnWhereItWas() {
        cups.add(1, "a", "b", "c");
        LiveRows window = alice.subscribe(largest(2));
        window.rows();
        alice.frames();
        alice.drop();
        cups.write("INSERT INTO saucers (id) VALUES ('elsewhere')");

        alice.reconnect();

        assertThat(window.rows()).containsOnlyKeys("a", "b");
        assertThat(alice.frames()).extracting(ServerFrame::kind).containsExactly(Kind.WELCOME, Kind.LIVE);
        cups.add(5, "d");
        cups.tick();
        assertThat(window.rows()).containsOnlyKeys("d", "a");
    }

    @Test
    void aPieceOfAWindowIsNoReasonToGoOnWithIt() {
        cups.add(1, "a", "b", "c");
        ServerFrame.Welcome welcome = alice.conversation().welcome();
        Selection two = largest(2);
        alice.frames();

        alice.send(new ClientFrame.Sub(
                "piece",
                "cups",
                null,
                two.orderBy(),
                2.0,
                null,
                welcome.seq().toString(),
                welcome.epoch(),
                Value.of("")));
        cups.turn();

        assertThat(alice.frames())
                .extracting(ServerFrame::kind)
                .startsWith(Kind.RESET)
                .contains(Kind.CHUNK)
                .endsWith(Kind.LIVE);
    }

    @Test
    void aWakeAfterChangesOfOtherTablesLeavesAWindowAsItWas() {
        cups.add(1, "a", "b", "c");
        LiveRows window = alice.subscribe(largest(2));
        cups.crowd();
        window.rows();
        alice.frames();
        cups.write("INSERT INTO saucers (id) VALUES ('elsewhere')");

        cups.host.evict(WebSockets.HIBERNATE);
        cups.host.wake();

        assertThat(alice.frames()).extracting(ServerFrame::kind).containsExactly(Kind.LIVE);
        assertThat(window.rows()).containsOnlyKeys("a", "b");
    }

    @Test
    void aWakeInTheMiddleOfATickSendsTheWindowAnew() {
        cups.add(1, "a", "b", "c");
        LiveRows window = alice.subscribe(largest(2));
        cups.crowd();
        window.rows();
        cups.add(5, "d");
        assertThat(window.rows()).containsOnlyKeys("a", "b");

        cups.host.evict(WebSockets.HIBERNATE);
        cups.host.wake();
        cups.settle(window);

        assertThat(window.rows()).containsOnlyKeys("d", "a");
        assertThat(window.resetReason()).isEqualTo(ResetReason.WINDOW);
        cups.add(6, "e");
        cups.tick();
        assertThat(window.rows()).containsOnlyKeys("e", "d");
    }

    @Test
    void aWindowWhoseRowsGrowTooLargeHarmsNobodyElse() {
        LiveRows window = alice.subscribe(largest(20));
        TestClient bob = cups.connect("bob");
        LiveRows all = bob.subscribe(Cups.where(Predicate.lt("size", 3)));
        cups.fill(60, 1);
        cups.write("UPDATE cups SET name = substr(hex(zeroblob(300000)), 1, 600000)");
        window.rows();

        cups.write("DELETE FROM cups WHERE size > 30");
        cups.write("UPDATE cups SET name = 'small'");
        cups.settle(all);

        assertThat(all.rows()).isEqualTo(cups.cups("size < 3"));
        assertThat(cups.host.uncaught()).isEmpty();
        assertThat(window.ordered()).isEqualTo(cups.cupsInOrder("ORDER BY size DESC, id LIMIT 20"));
    }

    private void assertRefused(Selection selection, ErrorCode code) {
        assertThat(alice.subscribe(selection).refusal().code()).isEqualTo(code.name());
    }

    private static Selection largest(int rows) {
        return Selection.of("cups").orderBy("size desc nulls last").limit(rows);
    }
}
