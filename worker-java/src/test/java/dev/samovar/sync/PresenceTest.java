package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Peer;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, section 15. */
class PresenceTest {
    private final Notes notes = new Notes();

    PresenceTest() {
        notes.more = schema -> schema.presence(user -> "the " + user, user -> !user.equals("spy"));
    }

    @AfterEach
    void close() {
        notes.close();
    }

    private TestClient connect(String user) {
        return TestClient.connect(notes.host, user, Profile.SAMOVAR_1);
    }

    private TestClient joined(String user, @Nullable Value state) {
        TestClient client = connect(user);
        client.send(new ClientFrame.Join(state));
        return client;
    }

    private static List<String> seenBy(TestClient client) {
        List<String> seen = new ArrayList<>();
        for (Peer peer : client.conversation().peers().values()) {
            seen.add(peer.who() + " " + (peer.state() == null ? "-" : ((Value.Text) peer.state()).value()));
        }
        return seen;
    }

    private static List<String> heardBy(TestClient client) {
        List<String> heard = new ArrayList<>();
        for (ServerFrame.Said said : client.conversation().said()) {
            heard.add(said.who() + ": " + (said.data() == null ? "-" : ((Value.Text) said.data()).value()));
        }
        return heard;
    }

    @Test
    void whoJoinsSeesAllAndIsSeenByAll() {
        TestClient alice = joined("alice", Value.of("typing"));
        TestClient bob = joined("bob", null);
        TestClient carol = connect("carol");

        assertThat(seenBy(alice)).containsExactlyInAnyOrder("the alice typing", "the bob -");
        assertThat(seenBy(bob)).containsExactlyInAnyOrder("the alice typing", "the bob -");
        assertThat(seenBy(carol)).isEmpty();
    }

    @Test
    void aNewStateIsToldToAll() {
        TestClient alice = joined("alice", Value.of("typing"));
        TestClient bob = joined("bob", null);

        alice.send(new ClientFrame.Join(Value.of("away")));

        assertThat(seenBy(bob)).contains("the alice away");
        assertThat(seenBy(alice)).contains("the alice away");
    }

    @Test
    void whoLeavesOrIsGoneIsSeenNoMore() {
        TestClient alice = joined("alice", null);
        TestClient bob = joined("bob", null);
        TestClient carol = joined("carol", null);
        TestClient dave = joined("dave", null);

        bob.send(new ClientFrame.Leave());
        carol.drop();
        notes.host.run(object -> object.sendAway("dave", "banned"));

        assertThat(seenBy(alice)).containsExactly("the alice -");
        assertThat(dave.socket().closeCode()).isEqualTo(CloseCode.FORBIDDEN);
    }

    @Test
    void whatIsSaidIsHeardByTheOthersWhoArePresent() {
        TestClient alice = joined("alice", null);
        TestClient bob = joined("bob", null);
        TestClient carol = connect("carol");

        alice.send(new ClientFrame.Broadcast(Value.of("hi")));
        carol.send(new ClientFrame.Broadcast(Value.of("nobody hears me")));

        assertThat(heardBy(bob)).containsExactly("the alice: hi");
        assertThat(heardBy(alice)).isEmpty();
        assertThat(heardBy(carol)).isEmpty();
    }

    @Test
    void presenceOutlivesHibernation() {
        TestClient alice = joined("alice", Value.of("typing"));
        TestClient bob = joined("bob", null);
        notes.host.evict(WebSockets.HIBERNATE);

        TestClient carol = joined("carol", null);
        notes.host.evict(WebSockets.HIBERNATE);
        alice.send(new ClientFrame.Broadcast(Value.of("hi")));
        bob.send(new ClientFrame.Leave());

        assertThat(seenBy(carol)).containsExactlyInAnyOrder("the alice typing", "the carol -");
        assertThat(seenBy(alice)).containsExactlyInAnyOrder("the alice typing", "the carol -");
        assertThat(heardBy(carol)).containsExactly("the alice: hi");
        assertThat(alice.insert("notes", "1", note("one")).isCommitted()).isTrue();
    }

    @Test
    void whoLeftBeforeTheHibernationIsNotThereAfterIt() {
        TestClient alice = joined("alice", null);
        alice.send(new ClientFrame.Leave());
        notes.host.evict(WebSockets.HIBERNATE);

        assertThat(seenBy(joined("bob", null))).containsExactly("the bob -");
    }

    @Test
    void manyAreToldOfManyWithTheTick() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 2 * SyncLimits.MAX_AT_ONCE; i++) {
            clients.add(joined("user" + i, null));
        }
        notes.tick();
        clients.forEach(TestClient::frames);

        for (TestClient client : clients) {
            client.send(new ClientFrame.Join(Value.of("busy")));
        }
        notes.tick();

        assertThat(clients.get(0).frames()).hasSize(1);
        assertThat(seenBy(clients.get(1))).hasSize(2 * SyncLimits.MAX_AT_ONCE).allMatch(seen -> seen.endsWith(" busy"));
        assertThat(notes.host.canHibernate()).isTrue();
    }

    @Test
    void whatADeathInterruptsIsToldWithinAHeartbeat() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 2 * SyncLimits.MAX_AT_ONCE; i++) {
            clients.add(joined("user" + i, null));
        }
        notes.tick();
        TestClient last = clients.get(clients.size() - 1);
        assertThat(seenBy(last)).hasSize(2 * SyncLimits.MAX_AT_ONCE);

        clients.get(0).drop();
        clients.get(1).send(new ClientFrame.Leave());
        clients.get(2).send(new ClientFrame.Join(Value.of("busy")));
        notes.host.evict(WebSockets.HIBERNATE);
        notes.host.clock().advance(Duration.ofMillis(SyncLimits.HEARTBEAT_MILLIS));
        notes.tick();

        assertThat(seenBy(last))
                .hasSize(2 * SyncLimits.MAX_AT_ONCE - 2)
                .contains("the user2 busy")
                .doesNotContain("the user0 -", "the user1 -");
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_presence")).isZero();
        notes.host.clock().advance(Duration.ofMinutes(5));
        assertThat(notes.host.alarmMillis()).isNull();
    }

    @Test
    void whoIsGoneWhileTheObjectSleepsIsSeenNoMore() {
        TestClient alice = joined("alice", null);
        TestClient bob = joined("bob", null);
        notes.host.evict(WebSockets.HIBERNATE);

        bob.drop();

        assertThat(seenBy(alice)).containsExactly("the alice -");
    }

    @Test
    void anObjectWithoutPresenceAndAUserWhoMayNotAreNotAnswered() {
        TestClient alice = joined("alice", null);
        TestClient spy = joined("spy", null);
        spy.send(new ClientFrame.Broadcast(Value.of("hi")));
        assertThat(spy.conversation().peers()).isEmpty();
        assertThat(heardBy(alice)).isEmpty();

        notes.host.evict(WebSockets.CLOSE);
        notes.more = schema -> {};
        assertThat(joined("bob", null).conversation().peers()).isEmpty();
    }

    @Test
    void whatIsTooLargeEndsTheConnection() {
        TestClient alice = joined("alice", Value.of("x".repeat(Presence.MAX_STATE_BYTES)));
        TestClient bob = joined("bob", Value.of("x".repeat(Presence.MAX_STATE_BYTES - 3)));
        TestClient carol = joined("carol", null);
        carol.send(new ClientFrame.Broadcast(Value.of("x".repeat(Presence.MAX_SAID_BYTES))));

        assertThat(alice.socket().closeCode()).isEqualTo(CloseCode.TOO_LARGE);
        assertThat(bob.socket().isOpen()).isTrue();
        assertThat(carol.socket().closeCode()).isEqualTo(CloseCode.TOO_LARGE);
        assertThat(heardBy(bob)).isEmpty();
    }

    @Test
    void tooMuchTalkIsDropped() {
        TestClient alice = joined("alice", null);
        TestClient bob = joined("bob", null);
        for (int i = 0; i < 2 * Presence.BURST; i++) {
            alice.send(new ClientFrame.Broadcast(Value.of("hi")));
        }

        assertThat(heardBy(bob)).hasSize(Presence.BURST);
        assertThat(alice.socket().isOpen()).isTrue();
    }

    @Test
    void nothingOfItIsInTheDatabase() {
        joined("alice", Value.of("typing"));
        long before = notes.count("SELECT COUNT(*) FROM _sync_changes");
        joined("bob", Value.of("typing")).send(new ClientFrame.Broadcast(Value.of("hi")));

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes")).isEqualTo(before);
        assertThat(notes.host.alarmMillis()).isNull();
    }
}
