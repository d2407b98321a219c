package dev.samovar.sync;

import static dev.samovar.sync.Cups.cup;
import static dev.samovar.sync.Cups.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Subscriptions with a filter, in both profiles: PROTOCOL.md, 9. Keys that begin with "zz" belong to no filter. */
class FilteredSubscriptionsTest {
    private static final Predicate LARGE = Predicate.gte("size", 10);

    private final Cups cups = new Cups();

    @AfterEach
    void close() {
        cups.close();
    }

    @ParameterizedTest
    @EnumSource
    void aSnapshotHasTheRowsOfTheFilterAndNoOthers(Profile profile) {
        cups.add(10, "a", "b");
        cups.add(9, "zz1", "zz2");
        TestClient alice = cups.connect("alice", profile);

        LiveRows large = alice.subscribe(where(LARGE));

        assertThat(large.rows()).isEqualTo(cups.cups("size >= 10")).containsOnlyKeys("a", "b");
        assertNoForeignKey(alice);
    }

    @ParameterizedTest
    @EnumSource
    void rowsComeAndGoAsTheyChange(Profile profile) {
        TestClient alice = cups.connect("alice", profile);
        LiveRows large = alice.subscribe(where(LARGE));

        cups.add(10, "a", "b");
        cups.add(9, "zz", "c");
        cups.write("UPDATE cups SET size = 11 WHERE id IN ('b', 'c')");
        assertThat(large.rows()).isEqualTo(cups.cups("size >= 10")).containsOnlyKeys("a", "b", "c");
        cups.write("UPDATE cups SET size = 1 WHERE id = 'b'");
        assertThat(large.rows()).isEqualTo(cups.cups("size >= 10")).containsOnlyKeys("a", "c");
        cups.write("UPDATE cups SET name = 'other' WHERE id IN ('b', 'zz')");
        cups.write("DELETE FROM cups WHERE id IN ('a', 'zz')");

        assertThat(large.rows()).isEqualTo(cups.cups("size >= 10")).containsOnlyKeys("c");
        assertNoForeignKey(alice);
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatCameAndWentWithinATickIsNotTold(Profile profile) {
        TestClient alice = cups.connect("alice", profile);
        LiveRows large = alice.subscribe(where(LARGE));
        cups.crowd();

        cups.add(10, "zz1", "zz2", "a");
        cups.write("UPDATE cups SET size = 1 WHERE id = 'zz1'");
        cups.write("DELETE FROM cups WHERE id = 'zz2'");
        cups.tick();

        assertThat(large.rows()).containsOnlyKeys("a");
        assertNoForeignKey(alice);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatWasToldInTheMiddleOfATickLosesTheRowThatLeavesBeforeItsEnd(Profile profile) {
        TestClient alice = cups.connect("alice", profile);
        TestClient bob = cups.connect("bob", profile);
        LiveRows seenByAlice = alice.subscribe(where(LARGE));
        LiveRows seenByBob = bob.subscribe(where(LARGE));
        cups.add(10, "stays", "leaves");
        cups.crowd();

        cups.add(10, "zz");
        cups.write("UPDATE cups SET size = 1 WHERE id = 'leaves'");
        // A receipt carries a position, so Alice is told what came before it, and Bob is not.
        alice.insert("saucers", "s", cup("saucer", 1));
        assertThat(seenByAlice.rows()).containsOnlyKeys("stays", "zz");
        assertThat(seenByBob.rows()).containsOnlyKeys("stays", "leaves");
        cups.write("DELETE FROM cups WHERE id = 'zz'");
        cups.write("UPDATE cups SET size = 12 WHERE id = 'leaves'");
        cups.write("UPDATE cups SET name = 'new name' WHERE id = 'stays'");
        cups.tick();

        assertThat(seenByAlice.rows()).isEqualTo(cups.cups("size >= 10")).containsOnlyKeys("stays", "leaves");
        assertThat(seenByBob.rows()).isEqualTo(seenByAlice.rows());
        assertNoForeignKey(bob);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatSubscribesInTheMiddleOfATickGetsWhatFollowsInIt(Profile profile) {
        cups.connect("bob", profile).subscribe(where(LARGE)).rows();
        cups.crowd();
        cups.add(10, "a");
        TestClient alice = cups.connect("alice", profile);

        LiveRows large = alice.subscribe(where(LARGE));
        large.rows();
        cups.add(10, "b");
        cups.tick();

        assertThat(large.rows()).containsOnlyKeys("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void anIdUsedAgainForTheSameRowsGoesOn(Profile profile) {
        TestClient alice = cups.connect("alice", profile);
        ClientFrame.Sub large = new ClientFrame.Sub("mine", "cups", LARGE.toValue(), null, null, null, null);
        alice.send(large);

        alice.send(large);
        cups.add(10, "the key");

        assertThat(alice.received().contains("the key")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatWasAwayIsToldWhatLeftAndWhatCame(Profile profile) {
        cups.add(10, "stays", "leaves", "deleted", "replaced");
        cups.add(1, "comes", "zz1", "zz2");
        TestClient alice = cups.connect("alice", profile);
        LiveRows large = alice.subscribe(where(LARGE));
        large.rows();
        alice.drop();

        cups.write("UPDATE cups SET size = 2 WHERE id IN ('leaves', 'zz1')");
        cups.write("DELETE FROM cups WHERE id IN ('deleted', 'zz2')");
        cups.write("UPDATE cups SET size = 20 WHERE id = 'comes'");
        cups.write("INSERT OR REPLACE INTO cups (id, size) VALUES ('replaced', 3)");
        // A client of the reference profile may have got this one, and have lost the boundary behind it.
        cups.add(10, "zz3");
        cups.write("UPDATE cups SET size = 4 WHERE id = 'zz3'");
        alice.reconnect();

        assertThat(large.rows()).isEqualTo(cups.cups("size >= 10")).containsOnlyKeys("stays", "comes");
        assertThat(alice.frames()).noneMatch(frame -> frame instanceof ServerFrame.Reset);
        if (profile == Profile.SAMOVAR_1) {
            assertNoForeignKey(alice);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFilterOnTheKeyKnowsWhatLeftBeforeAnotherFilterTrackedItsColumns(Profile profile) {
        cups.add(1, "leaves", "other");
        TestClient alice = cups.connect("alice", profile);
        LiveRows named = alice.subscribe(where(Predicate.eq("id", "leaves")));
        assertThat(named.rows()).containsOnlyKeys("leaves");
        alice.drop();
        cups.write("DELETE FROM cups WHERE id = 'leaves'");

        cups.connect("bob").subscribe(where(LARGE)).rows();
        cups.write("UPDATE cups SET size = 3 WHERE id = 'other'");
        alice.reconnect();

        assertThat(named.rows()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsDeletedAndInsertedAgainIsTheNewOne(Profile profile) {
        cups.add(10, "a", "b");
        TestClient alice = cups.connect("alice", profile);
        LiveRows large = alice.subscribe(where(LARGE));
        large.rows();

        cups.host.run(object -> object.write(() -> {
            object.exec("DELETE FROM cups");
            object.exec("INSERT INTO cups (id, size, owner) VALUES ('a', 30, 'new'), ('b', 5, 'new')");
            return 0;
        }));
        cups.turn();

        assertThat(large.rows()).isEqualTo(cups.cups("size >= 10")).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @EnumSource
    void aRowWhoseKeyChangesIsAnotherRow(Profile profile) {
        cups.add(10, "a");
        cups.add(1, "zz1");
        TestClient alice = cups.connect("alice", profile);
        LiveRows large = alice.subscribe(where(LARGE));
        large.rows();

        cups.write("UPDATE cups SET id = 'b' WHERE id = 'a'");
        cups.write("UPDATE cups SET id = 'zz2' WHERE id = 'zz1'");

        assertThat(large.rows()).isEqualTo(cups.cups("size >= 10")).containsOnlyKeys("b");
        assertNoForeignKey(alice);
    }

    @ParameterizedTest
    @EnumSource
    void replaceTakesARowOutAndIn(Profile profile) {
        cups.write("CREATE UNIQUE INDEX names ON cups (name)");
        cups.add(10, "a", "b");
        TestClient alice = cups.connect("alice", profile);
        LiveRows large = alice.subscribe(where(LARGE));
        large.rows();

        cups.write("INSERT OR REPLACE INTO cups (id, name, size) VALUES ('a', 'a', 1)");
        cups.write("INSERT OR REPLACE INTO cups (id, name, size) VALUES ('c', 'b', 11)");

        assertThat(large.rows()).isEqualTo(cups.cups("size >= 10")).containsOnlyKeys("c");
    }

    @ParameterizedTest
    @EnumSource
    void nullIsNeitherEqualNorDifferentNorLessNorMore(Profile profile) {
        TestClient alice = cups.connect("alice", profile);
        LiveRows equal = alice.subscribe(where(Predicate.eq("owner", "bob")));
        LiveRows different = alice.subscribe(where(Predicate.not(Predicate.eq("owner", "bob"))));
        LiveRows less = alice.subscribe(where(Predicate.lt("owner", "z")));
        LiveRows none = alice.subscribe(where(Predicate.isNull("owner")));

        cups.add(1, "a");
        assertThat(none.rows()).containsOnlyKeys("a");
        assertThat(less.rows()).isEmpty();
        assertThat(different.rows()).isEmpty();
        cups.write("UPDATE cups SET owner = 'bob'");
        assertThat(none.rows()).isEmpty();
        assertThat(equal.rows()).containsOnlyKeys("a");
        assertThat(less.rows()).containsOnlyKeys("a");
        cups.write("UPDATE cups SET owner = 'carol'");
        assertThat(equal.rows()).isEmpty();
        assertThat(different.rows()).containsOnlyKeys("a");
        cups.write("UPDATE cups SET owner = NULL");

        assertThat(none.rows()).containsOnlyKeys("a");
        assertThat(less.rows()).isEmpty();
        assertThat(different.rows()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachOfManyFiltersByValueGetsItsOwn(Profile profile) {
        TestClient alice = cups.connect("alice", profile);
        Map<String, LiveRows> byOwner = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            byOwner.put("user" + i, alice.subscribe(where(Predicate.eq("owner", "user" + i))));
        }

        cups.add(1, "a", "b");
        cups.write("UPDATE cups SET owner = 'user3'");
        cups.write("UPDATE cups SET owner = 'user17' WHERE id = 'b'");

        byOwner.forEach(
                (owner, rows) -> assertThat(rows.rows()).as(owner).isEqualTo(cups.cups("owner = '" + owner + "'")));
        assertThat(cups.cups("owner = 'user17'")).containsOnlyKeys("b");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheFilterWasNotWatchedForIsResetAndRightAfterwards(Profile profile) {
        cups.add(10, "a");
        TestClient alice = cups.connect("alice", profile);
        LiveRows all = alice.subscribe("cups");
        String before = all.position().toString();
        cups.write("UPDATE cups SET size = 1");

        // Nobody has filtered by size until now, so the log cannot tell who was large at that position.
        alice.send(new ClientFrame.Sub("mine", "cups", LARGE.toValue(), null, null, null, before));

        assertThat(alice.frames()).anyMatch(frame -> frame instanceof ServerFrame.Reset);
    }

    @ParameterizedTest
    @EnumSource
    void anotherWayToSayTheSameFilterIsServedTheSame(Profile profile) {
        TestClient alice = cups.connect("alice", profile);
        LiveRows once = alice.subscribe(where(Predicate.and(LARGE, Predicate.eq("owner", "bob"))));
        LiveRows twice = alice.subscribe(where(Predicate.and(Predicate.eq("owner", "bob"), LARGE, LARGE)));

        cups.write("INSERT INTO cups VALUES ('a', NULL, 10, 'bob'), ('b', NULL, 1, 'bob'), ('c', NULL, 10, NULL)");

        assertThat(once.rows()).isEqualTo(twice.rows()).containsOnlyKeys("a");
    }

    /** Nothing that this client ever got names a row that never belonged to its filters. */
    private static void assertNoForeignKey(TestClient client) {
        assertThat(client.received().contains("zz")).isFalse();
    }
}
