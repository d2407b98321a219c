package dev.samovar.client;

import static dev.samovar.client.ConnectionStatus.CLOSED;
import static dev.samovar.client.ConnectionStatus.CONNECTING;
import static dev.samovar.client.ConnectionStatus.OPEN;
import static dev.samovar.client.ConnectionStatus.RECONNECTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.FakeServer.Line;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Closed.Cause;
import org.junit.jupiter.api.Test;

class SyncClientTest {
    private final ClientStory story = new ClientStory();

    @Test
    void theStatusTellsTheStory() {
        assertThat(story.client.status()).isEqualTo(ConnectionStatus.IDLE);

        story.client.connect();
        story.server.accept();
        story.dropAndReconnect();
        story.client.close();

        assertThat(story.statuses).containsExactly(CONNECTING, OPEN, RECONNECTING, OPEN, CLOSED);
        assertThat(story.server.line().closedWith).isEqualTo(1000);
        assertThat(story.timers.running()).isZero();
    }

    @Test
    void onlyOneSocketIsDialledHoweverManyNeedIt() {
        story.client.connect();
        story.subscribe("a");
        story.insert("t1", "1", "one");
        story.client.connect();

        assertThat(story.server.lines).hasSize(1);
    }

    @Test
    void aSocketThatFailsToOpenIsTriedAgain() {
        Shown shown = story.subscribe("a");
        story.server.line().listener.onFailed("no token");
        assertThat(story.client.status()).isEqualTo(RECONNECTING);

        story.reconnect().snapEnd("a#1", 0);

        assertThat(shown.history).containsExactly("{}", "ready");
    }

    @Test
    void newWorkDoesNotShortenTheWaitButANetworkThatIsBackDoes() {
        story.client.connect();
        story.server.accept().drop();

        story.insert("t1", "1", "one");
        assertThat(story.server.lines).hasSize(1);
        story.client.retryNow();

        assertThat(story.server.lines).hasSize(2);
        story.timers.advance(ClientStory.MAX_RETRY_MILLIS);
        assertThat(story.server.lines).hasSize(2);
    }

    @Test
    void closingWhileDiallingLeavesNoSocket() {
        story.client.connect();
        Line line = story.server.line();

        story.client.close();
        line.listener.onOpen();

        assertThat(line.closedWith).isEqualTo(1000);
        assertThat(story.client.status()).isEqualTo(CLOSED);
    }

    @Test
    void refusedCredentialsAreFinalUntilSomebodyConnectsAgain() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapEnd("a#1", 3).close(4401);
        assertThat(story.client.state()).isEqualTo(new Closed(Cause.UNAUTHENTICATED, 4401, ""));
        assertThat(story.timers.running()).isZero();

        story.client.connect();
        Line line = story.server.accept();
        line.caughtUp("a#1", 4);

        assertThat(line.asked()).containsExactly("a#1 since 3");
        assertThat(shown.history).containsExactly("{}", "ready", "closed UNAUTHENTICATED", "ready");
    }

    @Test
    void aSubscriptionOfAClosedClientIsToldAndWaitsForTheNextConnect() {
        story.client.close();
        Shown shown = story.subscribe("a");
        assertThat(story.server.lines).isEmpty();

        story.client.connect();
        story.server.accept().snapEnd("a#1", 0);

        assertThat(shown.history).containsExactly("closed REQUESTED", "{}", "ready");
    }

    @Test
    void aQuietSocketIsPingedAndStaysWhenItAnswers() {
        story.client.connect();
        Line line = story.server.accept();

        for (int round = 1; round <= 3; round++) {
            story.timers.advance(25_000);
            assertThat(line.texts).hasSize(round).containsOnly("ping");
            story.timers.advance(9_999);
            line.listener.onText("pong");
        }

        assertThat(story.server.lines).hasSize(1);
        assertThat(story.client.status()).isEqualTo(OPEN);
    }

    @Test
    void aSocketThatDoesNotAnswerAPingIsGivenUpAndItsWritesAreSentElsewhere() {
        story.client.connect();
        Line dead = story.server.accept();
        story.timers.advance(25_000 + 9_999);
        story.insert("t1", "1", "one");
        story.timers.advance(1);
        assertThat(dead.closedWith).isEqualTo(1000);
        assertThat(story.client.status()).isEqualTo(RECONNECTING);

        Line line = story.reconnect();
        line.committed("t1", 1);

        assertThat(line.received).containsExactly(dead.received.get(0));
        assertThat(story.outcomes).containsExactly("t1 COMMITTED");
    }

    @Test
    void aListenerMayCloseTheClientWhileAFrameIsHandled() {
        Shown shown = new Shown() {
            @Override
            public void onBatch(RowBatch batch) {
                super.onBatch(batch);
                story.client.close();
            }
        };
        story.client.subscribe("a", shown);
        story.server.accept().snap("a#1", "1", "one", 1).snapEnd("a#1", 1);

        assertThat(story.client.status()).isEqualTo(CLOSED);
        assertThat(shown.history).containsExactly("{1=one}", "closed REQUESTED", "ready");
    }
}
