package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user may see, and what becomes of those who are connected when that changes. */
class VisibilityTest {
    private final Notes notes = new Notes();
    /** Whom a test allows what; others see everything. */
    private final Map<String, Predicate> scopes = new HashMap<>();

    VisibilityTest() {
        notes.script.visible = (user, collection) ->
                collection.equals("notes") ? scopes.getOrDefault(user, Predicate.EVERYTHING) : Predicate.EVERYTHING;
    }

    @AfterEach
    void close() {
        notes.close();
    }

    private void insert(String key, String text) {
        notes.write("INSERT INTO notes VALUES (?, ?, 0)", key, text);
        notes.tick();
    }

    private TestClient connect(String user, Profile profile) {
        return TestClient.connect(notes.host, user, profile);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aNarrowerScopeTakesRowsAwayAtOnce(Profile profile) {
        insert("public-1", "public");
        insert("secret-1", "secret");
        LiveRows alice = subscribe(connect("alice", profile), "notes");
        TestClient bystander = connect("bob", profile);
        LiveRows bob = subscribe(bystander, "notes");
        assertThat(alice.rows()).hasSize(2);

        scopes.put("alice", Predicate.eq("text", "public"));
        notes.host.run(object -> object.scopeChanged("alice"));
        notes.tick();

        assertThat(alice.rows()).containsOnlyKeys("public-1");
        assertThat(bob.rows()).hasSize(2);
        if (profile == Profile.SAMOVAR_1) {
            assertThat(alice.resetReason()).isEqualTo(ResetReason.SCOPE);
        }
        assertThat(bystander.frames()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aWiderScopeBringsRowsAtOnce(Profile profile) {
        insert("public-1", "public");
        insert("secret-1", "secret");
        scopes.put("alice", Predicate.NOTHING);
        LiveRows alice = subscribe(connect("alice", profile), "notes");
        assertThat(alice.rows()).isEmpty();

        scopes.remove("alice");
        notes.host.run(ScriptedObject::scopeChanged);
        notes.tick();

        assertThat(alice.rows()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void nothingOfTheTransactionThatNarrowsAScopeIsShownUnderTheOldOne(Profile profile) {
        TestClient alice = connect("alice", profile);
        LiveRows rows = subscribe(alice, "notes");
        insert("public-1", "public");
        insert("moved-1", "public");
        alice.received();
        notes.write("INSERT INTO notes VALUES ('secret-before', 'secret', 0)");
        assertThat(rows.rows()).doesNotContainKey("secret-before");

        notes.host.run(object -> object.write(() -> {
            object.exec("INSERT INTO notes VALUES ('secret-within', 'secret', 0)");
            object.exec("UPDATE notes SET text = 'secret' WHERE id = 'moved-1'");
            scopes.put("alice", Predicate.eq("text", "public"));
            object.scopeChanged("alice");
            return object.exec("INSERT INTO notes VALUES ('public-2', 'public', 0)");
        }));
        insert("secret-after", "secret");
        notes.tick();

        assertThat(rows.rows()).containsOnlyKeys("public-1", "public-2");
        assertThat(alice.received().contains("secret-within")).isFalse();
        assertThat(alice.received().contains("secret-before")).isFalse();
        assertThat(alice.received().contains("secret-after")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aCommandThatNarrowsItsOwnCallersScopeShowsNothingMore(Profile profile) {
        notes.more = schema -> schema.command("leave", result -> result, call -> {
            call.sql().exec("INSERT INTO notes VALUES ('secret-1', 'secret', 0)");
            scopes.put("alice", Predicate.NOTHING);
            notes.host.instance().scopeChanged(call.user());
            return Value.of("left");
        });
        TestClient alice = connect("alice", profile);
        LiveRows rows = subscribe(alice, "notes");
        insert("public-1", "public");
        assertThat(rows.rows()).hasSize(1);

        assertThat(alice.call("leave").isCommitted()).isTrue();
        notes.tick();

        assertThat(rows.rows()).isEmpty();
        assertThat(alice.received().contains("secret-1")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void whoWasAwayWhenTheirScopeChangedStartsAnew(Profile profile) {
        TestClient alice = connect("alice", profile);
        LiveRows rows = subscribe(alice, "notes");
        insert("public-1", "public");
        insert("secret-1", "secret");
        assertThat(rows.rows()).hasSize(2);
        alice.drop();

        scopes.put("alice", Predicate.eq("text", "public"));
        notes.host.run(object -> object.scopeChanged("alice"));
        notes.host.evict(WebSockets.HIBERNATE);
        alice.reconnect();

        assertThat(rows.rows()).containsOnlyKeys("public-1");
    }

    @Test
    void aRolledBackChangeChangesNothing() {
        TestClient client = connect("alice", Profile.SAMOVAR_1);
        LiveRows alice = subscribe(client, "notes");
        notes.host.run(object -> {
            try {
                object.write(() -> {
                    object.scopeChanged();
                    throw new IllegalStateException("rolled back");
                });
            } catch (IllegalStateException rolledBack) {
                assertThat(rolledBack).hasMessage("rolled back");
            }
        });
        insert("1", "one");

        assertThat(alice.rows()).containsOnlyKeys("1");
        assertThat(client.frames()).noneMatch(ServerFrame.Reset.class::isInstance);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_scopes")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aScopeFollowsTheCollectionItDependsOn(Profile profile) {
        notes.more = schema -> schema.visibilityFollows("drafts");
        notes.script.visible = (user, collection) -> collection.equals("drafts")
                ? Predicate.EVERYTHING
                : notes.count("SELECT COUNT(*) FROM drafts WHERE id = '" + user + "'") > 0
                        ? Predicate.EVERYTHING
                        : Predicate.NOTHING;
        insert("secret-1", "secret");
        TestClient alice = connect("alice", profile);
        TestClient bob = connect("bob", profile);
        LiveRows seenByAlice = subscribe(alice, "notes");
        LiveRows seenByBob = subscribe(bob, "notes");
        assertThat(seenByAlice.rows()).isEmpty();

        bob.insert("drafts", "alice", note("a member"));
        notes.tick();
        assertThat(seenByAlice.rows()).containsOnlyKeys("secret-1");
        assertThat(seenByBob.rows()).isEmpty();

        notes.host.run(object -> object.write(() -> {
            object.exec("DELETE FROM drafts");
            return object.exec("INSERT INTO notes VALUES ('secret-2', 'secret', 0)");
        }));
        notes.tick();
        assertThat(seenByAlice.rows()).isEmpty();
        assertThat(alice.received().contains("secret-2")).isFalse();
        assertThat(bob.received().contains("secret")).isFalse();
    }

    @Test
    void aHookThatFailsCostsOnlyThatSubscription() {
        TestClient alice = connect("alice", Profile.SAMOVAR_1);
        LiveRows broken = subscribe(alice, "notes");
        LiveRows drafts = subscribe(alice, "drafts");
        notes.script.visible = (user, collection) -> {
            if (collection.equals("notes")) {
                throw new IllegalStateException("broken");
            }
            return Predicate.EVERYTHING;
        };

        notes.host.run(ScriptedObject::scopeChanged);
        notes.tick();
        alice.insert("drafts", "1", note("one"));

        assertThat(broken.refusal()).isNotNull();
        assertThat(drafts.rows()).containsOnlyKeys("1");
    }

    @Test
    void aUserWhoIsSentAwayLosesAllConnectionsAndTheOthersStay() {
        TestClient phone = connect("alice", Profile.SAMOVAR_1);
        TestClient laptop = connect("alice", Profile.REFERENCE);
        TestClient bob = connect("bob", Profile.REFERENCE);
        LiveRows seen = subscribe(laptop, "notes");

        notes.host.run(object -> object.sendAway("alice", "banned"));
        insert("1", "one");

        assertThat(phone.socket().closeCode()).isEqualTo(CloseCode.FORBIDDEN);
        assertThat(laptop.socket().closeReason()).isEqualTo("banned");
        assertThat(bob.socket().isOpen()).isTrue();
        assertThat(seen.rows()).isEmpty();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions")).isZero();
    }
}
