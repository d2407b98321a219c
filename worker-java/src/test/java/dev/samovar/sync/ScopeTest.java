package dev.samovar.sync;

import static dev.samovar.sync.Cups.cup;
import static dev.samovar.sync.Cups.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.FetchOutcome;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user may see. Everyone sees their own cups here; keys that begin with "zz" are nobody's to know. */
@ParameterizedClass
@EnumSource
class ScopeTest {
    private final Cups cups = new Cups();
    private final Profile profile;
    private final TestClient alice;

    ScopeTest(Profile profile) {
        this.profile = profile;
        cups.script.visible = (user, collection) -> Predicate.eq("owner", user);
        alice = cups.connect("alice", profile);
    }

    @AfterEach
    void close() {
        cups.close();
    }

    @Test
    void aSubscriptionHasTheUsersRowsAlone() {
        add("a", "alice");
        add("zz1", "bob");
        add("zz2", null);

        LiveRows all = alice.subscribe("cups");
        LiveRows bobs = alice.subscribe(where(Predicate.eq("owner", "bob")));
        LiveRows first = alice.subscribe(Selection.of("cups").orderBy("id desc").limit(1));

        assertThat(all.rows()).containsOnlyKeys("a");
        assertThat(bobs.rows()).isEmpty();
        assertThat(first.rows()).containsOnlyKeys("a");
        assertNothingLeaked();
    }

    @Test
    void aRowThatAUserMayNotSeeDoesNotExistForTheirWrites() {
        add("zz1", "bob");

        String ofAHiddenRow = refusal("zz1");
        String ofNoRow = refusal("zz2");
        alice.delete("cups", "zz1");

        assertThat(ofAHiddenRow).isEqualTo(ofNoRow);
        assertThat(cups.cups("id = 'zz1' AND size = 1")).hasSize(1);
    }

    @Test
    void aRowThatIsGivenAwayLeavesAndOneThatIsGivenComes() {
        add("a", "alice");
        add("b", "bob");
        LiveRows all = followed();

        cups.write("UPDATE cups SET owner = 'bob', name = 'zz secret' WHERE id = 'a'");
        cups.write("UPDATE cups SET name = 'zz another' WHERE id = 'a'");
        cups.write("UPDATE cups SET owner = 'alice' WHERE id = 'b'");
        add("zz3", "bob");
        cups.write("UPDATE cups SET size = 5 WHERE id = 'zz3'");
        cups.write("DELETE FROM cups WHERE id = 'zz3'");

        assertThat(all.rows()).isEqualTo(cups.cups("owner = 'alice'")).containsOnlyKeys("b");
        assertNothingLeaked();
    }

    @Test
    void aClientThatComesBackLearnsNothingOfOthersRows() {
        add("a", "alice");
        add("zz1", "bob");
        LiveRows all = followed();
        alice.drop();

        cups.write("UPDATE cups SET name = 'zz' WHERE id = 'zz1'");
        cups.write("DELETE FROM cups WHERE id = 'zz1'");
        add("zz2", "bob");
        cups.write("UPDATE cups SET owner = 'bob', name = 'zz secret' WHERE id = 'a'");
        alice.reconnect();

        assertThat(all.rows()).isEmpty();
        assertNothingLeaked();
    }

    @Test
    void aFetchReadsTheUsersRowsAloneAlsoWithACursor() {
        add("a", "alice");
        add("zz1", "bob");
        Value everything =
                Predicate.or(Predicate.gte("size", 0), Predicate.isNull("size")).toValue();

        FetchOutcome plain = alice.fetch(where(Predicate.not(Predicate.eq("owner", "alice"))));
        FetchOutcome paged = alice.fetch(
                Selection.of("cups").orderBy("id").limit(10),
                Value.map("whereFrom", everything, "whereCurrent", everything));

        assertThat(plain.rows()).isEmpty();
        assertThat(paged.rows()).extracting(row -> row.get("id")).containsOnly(Value.of("a"));
        assertNothingLeaked();
    }

    @Test
    void whatAUserMayWriteIsNotNarrowedByWhatTheySee() {
        LiveRows all = alice.subscribe("cups");

        assertThat(alice.insert("cups", "b", cup("bob's", 1)).isCommitted()).isTrue();
        assertThat(all.rows()).isEmpty();
    }

    @Test
    void aScopeThatIsAnotherAfterAWakeVoidsTheRows() {
        add("a", "alice");
        add("b", "bob");
        LiveRows all = followed();

        wakeWithScope(Predicate.EVERYTHING);

        assertThat(all.rows()).containsOnlyKeys("a", "b");
        if (profile == Profile.SAMOVAR_1) {
            assertThat(all.resetReason()).isEqualTo(ResetReason.SCOPE);
        }
        cups.write("UPDATE cups SET size = 7 WHERE id = 'b'");
        assertThat(all.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void aScopeThatIsTheFirstOneAgainIsAChangeToo() {
        add("a", "alice");
        add("b", "bob");
        LiveRows all = followed();

        wakeWithScope(Predicate.EVERYTHING);
        assertThat(all.rows()).containsOnlyKeys("a", "b");
        wakeWithScope(Predicate.eq("owner", "alice"));

        assertThat(all.rows()).containsOnlyKeys("a");
    }

    @Test
    void aScopeThatStaysIsNoReasonToSendAnything() {
        add("a", "alice");
        LiveRows all = followed();
        alice.frames();

        wakeWithScope(Predicate.eq("owner", "alice"));

        assertThat(alice.frames()).isEmpty();
        assertThat(all.rows()).containsOnlyKeys("a");
    }

    @Test
    void nobodySeesWhatNobodyMaySee() {
        cups.script.visible = (user, collection) -> Predicate.NOTHING;
        LiveRows all = alice.subscribe("cups");

        add("zz1", "alice");
        cups.write("DELETE FROM cups");

        assertThat(all.rows()).isEmpty();
        assertThat(all.isCaughtUp()).isTrue();
        assertNothingLeaked();
    }

    @Test
    void aScopeThatFailsRefusesTheSubscriptionAndOnAWakeNobodyElse() {
        add("a", "bob");
        TestClient bob = cups.connect("bob", profile);
        LiveRows seenByAlice = alice.subscribe("cups");
        LiveRows seenByBob = bob.subscribe("cups");
        cups.tick();
        assertThat(List.of(seenByAlice.isCaughtUp(), seenByBob.isCaughtUp())).containsOnly(true);

        cups.host.evict(WebSockets.HIBERNATE);
        cups.script.visible = (user, collection) -> {
            if (user.equals("alice")) {
                throw new IllegalStateException("who is that");
            }
            return Predicate.EVERYTHING;
        };
        add("b", "bob");

        assertThat(seenByBob.rows()).containsOnlyKeys("a", "b");
        assertThat(seenByAlice.refusal().code()).isEqualTo("EXECUTE_FAILED");
        assertThat(seenByAlice.refusal().message()).doesNotContain("who is that");
        assertThat(alice.subscribe("cups").refusal().code()).isEqualTo("EXECUTE_FAILED");
    }

    private String refusal(String key) {
        return alice.update("cups", key, Map.of("size", 9))
                .rejection()
                .message()
                .replace(key, "key");
    }

    private void wakeWithScope(Predicate scope) {
        cups.host.evict(WebSockets.HIBERNATE);
        cups.script.visible = (user, collection) -> scope;
        cups.host.wake();
        cups.tick();
    }

    private void add(String key, @Nullable String owner) {
        cups.write("INSERT INTO cups (id, size, owner) VALUES (?, 1, ?)", key, owner);
    }

    /** What Alice follows, when she has the first rows. */
    private LiveRows followed() {
        LiveRows all = alice.subscribe("cups");
        cups.tick();
        all.rows();
        return all;
    }

    private void assertNothingLeaked() {
        assertThat(alice.received().contains("zz")).isFalse();
    }
}
