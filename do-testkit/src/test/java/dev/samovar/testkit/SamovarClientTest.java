package dev.samovar.testkit;

import static dev.samovar.testkit.ScriptedServer.EPOCH;
import static dev.samovar.testkit.ScriptedServer.at;
import static dev.samovar.testkit.ScriptedServer.begin;
import static dev.samovar.testkit.ScriptedServer.changed;
import static dev.samovar.testkit.ScriptedServer.changes;
import static dev.samovar.testkit.ScriptedServer.chunk;
import static dev.samovar.testkit.ScriptedServer.left;
import static dev.samovar.testkit.ScriptedServer.live;
import static dev.samovar.testkit.ScriptedServer.row;
import static dev.samovar.testkit.ScriptedServer.rowChanges;
import static dev.samovar.testkit.ScriptedServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.DoneWrite;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Peer;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.RowChange;
import dev.samovar.protocol.RowChanges;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.SubChanges;
import dev.samovar.protocol.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test client against a server whose frames are written by hand: what it makes of them, and what it refuses. */
class SamovarClientTest {
    private final ScriptedServer.Script server = new ScriptedServer.Script();

    @AfterEach
    void close() {
        server.close();
    }

    private static ServerFrame flush(int prev, int seq, RowChanges changes) {
        return new ServerFrame.Flush(at(prev), at(seq), null, List.of(new SubChanges("s1", changes)), List.of());
    }

    /** A subscription that is live at 6 with the rows a and b. */
    private LiveRows liveRows(TestClient client) {
        LiveRows rows = client.subscribe("notes");
        server.say(begin(6), chunk("old", "a", "b"), live(6));
        assertThat(rows.isCaughtUp()).isTrue();
        return rows;
    }

    @Test
    void saysHelloBeforeAllElseAndIsWelcomed() {
        TestClient client = server.connect();
        client.subscribe("notes");

        assertThat(server.heard.get(0)).isEqualTo(new ClientFrame.Hello(1, "TestClient"));
        assertThat(client.conversation().welcome().session()).isEqualTo("me");
    }

    @Test
    void objectThatDoesNotKnowTheHelloIsTold() {
        server.welcomes = false;
        Conversation conversation = server.connect().conversation();

        assertThatThrownBy(conversation::welcome).hasMessageContaining("Does it speak samovar/1?");
        assertThatThrownBy(() -> TestClient.connect(server.host, "alice").conversation())
                .hasMessageContaining("Profile.SAMOVAR_1");
    }

    @Test
    void snapshotIsSeenWhenItIsLive() {
        LiveRows rows = server.connect().subscribe("notes");

        server.say(begin(6), chunk("old", "a", "b"), chunk("old", "c"));
        assertThat(rows.rows()).isEmpty();
        server.say(changes(whole("b", "new"), left("a"), changed("c", "newer")), live(9));

        assertThat(rows.rows()).isEqualTo(Map.of("b", row("b", "new"), "c", row("c", "newer")));
        assertThat(rows.isCaughtUp()).isTrue();
        assertThat(rows.position()).isEqualTo(at(9));
    }

    @Test
    void flushIsAppliedAndMovesEveryLiveSubscription() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);

        server.say(flush(6, 8, rowChanges(left("a"), changed("b", "new"), whole("c", "new"))));
        assertThat(rows.rows()).isEqualTo(Map.of("b", row("b", "new"), "c", row("c", "new")));
        server.say(new ServerFrame.Flush(at(8), at(9), null, List.of(), List.of()));

        assertThat(rows.position()).isEqualTo(at(9));
    }

    @Test
    void writeIsCommittedByTheFlushThatBringsIt() {
        TestClient client = server.connect();
        liveRows(client);
        WriteOutcome write = client.insert("notes", "c", Map.of("text", "new"));
        WriteOutcome call = client.call("count");
        assertThat(write.isPending()).isTrue();

        server.say(new ServerFrame.Flush(
                at(6),
                at(7),
                null,
                List.of(),
                List.of(new DoneWrite(write.txId(), null), new DoneWrite(call.txId(), Value.of(3)))));

        assertThat(write.position()).isEqualTo(at(7));
        assertThat(call.result()).isEqualTo(Value.of(3));
    }

    @Test
    void flushThatFollowsOneThatNeverCameFailsTheTest() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);
        server.say(flush(7, 8, rowChanges()));

        assertThatThrownBy(rows::rows)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("A flush is missing: the newest boundary is 6, and this one follows 7");
    }

    @Test
    void flushThatIsRepeatedAfterAWakeIsNoGap() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);

        server.say(flush(6, 7, rowChanges(whole("c", "new"))), flush(6, 8, rowChanges(whole("c", "newer"))));

        assertThat(rows.row("c")).isEqualTo(row("c", "newer"));
    }

    @Test
    void changesThatFollowAWakeCountWhenTheyAreAllThere() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);

        server.say(changes(whole("c", "new")));
        assertThat(rows.rows()).doesNotContainKey("c");
        server.say(new ServerFrame.Live(rows.sub(), EPOCH, at(8)));

        assertThat(rows.row("c")).isEqualTo(row("c", "new"));
        assertThat(rows.position()).isEqualTo(at(8));
    }

    @Test
    void flushThatRunsBackwardsFailsTheTest() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);
        server.say(flush(6, 9, rowChanges()), flush(6, 8, rowChanges()));

        assertThatThrownBy(rows::rows).isInstanceOf(AssertionError.class).hasMessageContaining("runs backwards");
    }

    @Test
    void whatNoServerMaySendFailsTheTest() {
        assertFails("does not hold", flush(6, 7, rowChanges(changed("c", "new"))));
        assertFails("before the beginning of a snapshot", chunk("old", "c"));
        assertFails("without a reset", begin(7));
        assertFails("of the reference profile", new ServerFrame.UpToDate(at(7), null));
        assertFails(
                "A welcome comes once", new ServerFrame.Welcome(1, EPOCH, at(7), "me", 1, null, ScriptedServer.LIMITS));
    }

    private void assertFails(String message, ServerFrame frame) {
        try (ScriptedServer.Script other = new ScriptedServer.Script()) {
            TestClient client = other.connect();
            LiveRows rows = client.subscribe("notes");
            other.say(begin(6), chunk("old", "a"), live(6));
            rows.rows();
            other.say(frame);

            assertThatThrownBy(rows::rows).isInstanceOf(AssertionError.class).hasMessageContaining(message);
        }
    }

    @Test
    void frameOfSamovarForAClientThatSaidNoHelloFailsTheTest() {
        TestClient client = TestClient.connect(server.host, "alice");
        server.say(live(7));

        assertThatThrownBy(client::frames).isInstanceOf(AssertionError.class).hasMessageContaining("never said hello");
    }

    @Test
    void changesOfASubscriptionThatIsNotLiveFailTheTest() {
        TestClient client = server.connect();
        LiveRows rows = client.subscribe("notes");
        server.say(begin(6), flush(5, 6, rowChanges(whole("c", "new"))));

        assertThatThrownBy(rows::rows).isInstanceOf(AssertionError.class).hasMessageContaining("before it was live");
    }

    @Test
    void rowsStayInSightAfterAResetUntilTheyAreReplaced() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);

        server.say(ServerFrame.Reset.of("s1", ResetReason.COMPACTED), begin(20), chunk("new", "c"));
        assertThat(rows.rows()).containsOnlyKeys("a", "b");
        assertThat(rows.isCaughtUp()).isFalse();
        assertThat(rows.resetReason()).isEqualTo(ResetReason.COMPACTED);
        server.say(live(20));

        assertThat(rows.rows()).containsOnlyKeys("c");
    }

    @Test
    void reconnectGoesOnFromPositionAndEpoch() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);
        server.say(new ServerFrame.Flush(at(6), at(8), "e2", List.of(), List.of()));
        client.drop();
        client.reconnect();

        assertThat(server.newest(ClientFrame.Sub.class))
                .isEqualTo(new ClientFrame.Sub("s1", "notes", null, null, null, null, "8", "e2", null));
        server.say(changes(left("a")), live(9));
        assertThat(rows.rows()).containsOnlyKeys("b");
    }

    @Test
    void snapshotThatBreaksOffGoesOnWhereItStopped() {
        TestClient client = server.connect();
        LiveRows rows = client.subscribe("notes");
        client.receiveAtMost(2);
        server.say(begin(6), chunk("old", "a", "b"), chunk("old", "c"));
        client.drop();
        client.reconnect();

        assertThat(server.newest(ClientFrame.Sub.class))
                .isEqualTo(new ClientFrame.Sub("s1", "notes", null, null, null, null, "6", EPOCH, Value.of("after b")));
        server.say(chunk("old", "c"), changes(left("a")), live(9));
        assertThat(rows.rows()).containsOnlyKeys("b", "c");
    }

    @Test
    void snapshotThatBreaksOffBeforeItsFirstChunkBeginsAgain() {
        TestClient client = server.connect();
        client.subscribe("notes");
        client.receiveAtMost(1);
        server.say(begin(6), chunk("old", "a"));
        client.drop();
        client.reconnect();

        assertThat(server.newest(ClientFrame.Sub.class))
                .isEqualTo(new ClientFrame.Sub("s1", "notes", null, null, null, null, null));
    }

    @Test
    void catchUpThatBreaksOffCountsForNothing() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);
        client.drop();
        client.reconnect();
        client.receiveAtMost(1);
        server.say(changes(left("a")), live(9));
        client.drop();

        assertThat(rows.rows()).containsOnlyKeys("a", "b");
        client.reconnect();
        assertThat(server.newest(ClientFrame.Sub.class).since()).isEqualTo("6");
    }

    @Test
    void whatIsTakenInIsAcknowledged() {
        TestClient client = server.connect();
        liveRows(client);

        assertThat(server.newest(ClientFrame.Ack.class).bytes())
                .isEqualTo((double) client.received().bytes());
    }

    @Test
    void slowConsumerAcknowledgesLater() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);
        double before = server.newest(ClientFrame.Ack.class).bytes();
        client.withholdAcks();
        server.say(flush(6, 7, rowChanges(whole("c", "new"))));

        assertThat(rows.rows()).containsKey("c");
        assertThat(server.newest(ClientFrame.Ack.class).bytes()).isEqualTo(before);
        client.resumeAcks();
        assertThat(server.newest(ClientFrame.Ack.class).bytes()).isGreaterThan(before);
    }

    @Test
    void everyByteIsKept() {
        TestClient client = server.connect();
        liveRows(client);
        client.drop();
        client.reconnect();

        assertThat(client.received().messages()).isEqualTo(5);
        assertThat(client.received().contains("old")).isTrue();
        assertThat(client.received().contains("secret")).isFalse();
    }

    @Test
    void windowIsInTheOrderThatWasAskedFor() {
        TestClient client = server.connect();
        Selection newest = Selection.of("notes")
                .where(Value.map("type", Value.of("val"), "value", Value.of(true)))
                .orderBy("text desc nulls last")
                .limit(10);
        LiveRows rows = client.subscribe(newest);
        server.say(
                begin(6),
                chunk("m", "b", "a"),
                changes(whole("z", "y"), new RowChange.Whole("n", Value.map("id", Value.of("n"), "text", Value.NULL))),
                live(6));

        assertThat(rows.ordered())
                .extracting(row -> row.get("id"))
                .containsExactly(Value.of("z"), Value.of("a"), Value.of("b"), Value.of("n"));
        assertThat(server.newest(ClientFrame.Sub.class).limit()).isEqualTo(10);
        assertThat(server.newest(ClientFrame.Sub.class).where()).isEqualTo(newest.where());
    }

    @Test
    void fetchHasAPageOrARefusal() {
        TestClient client = server.connect();
        FetchOutcome page = client.fetch(Selection.of("notes").limit(2));
        FetchOutcome refused = client.fetch(Selection.of("secrets"));
        assertThat(page.isPending()).isTrue();

        Refusal refusal = Refusal.of(ErrorCode.FORBIDDEN, "no");
        server.say(
                new ServerFrame.Page("f1", List.of(row("a", "old")), at(6)), new ServerFrame.PageError("f2", refusal));

        assertThat(page.rows()).containsExactly(row("a", "old"));
        assertThat(page.position()).isEqualTo(at(6));
        assertThat(refused.refusal()).isEqualTo(refusal);
    }

    @Test
    void refusedSubscriptionHasNoRows() {
        TestClient client = server.connect();
        LiveRows rows = liveRows(client);
        Refusal refusal = Refusal.of(ErrorCode.RATE_LIMITED, "no", 1_000);

        server.say(new ServerFrame.SubError("s1", refusal));

        assertThat(rows.refusal()).isEqualTo(refusal);
        assertThat(rows.rows()).isEmpty();
    }

    @Test
    void presenceIsWhoHasComeAndIsNotGone() {
        TestClient client = server.connect();
        Peer bob = new Peer("s2", "bob", Value.of("here"));
        server.say(
                new ServerFrame.Present(List.of(bob, new Peer("s3", "eve", null)), List.of()),
                new ServerFrame.Present(List.of(), List.of("s3")),
                new ServerFrame.Said("s2", "bob", Value.of("hi")));

        assertThat(client.conversation().peers()).isEqualTo(Map.of("s2", bob));
        assertThat(client.conversation().said()).containsExactly(new ServerFrame.Said("s2", "bob", Value.of("hi")));
        assertThat(client.conversation().said()).isEmpty();
    }
}
