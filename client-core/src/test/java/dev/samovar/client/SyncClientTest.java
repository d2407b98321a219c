package dev.samovar.client;

import static dev.samovar.client.ConnectionStatus.CLOSED;
import static dev.samovar.client.ConnectionStatus.CONNECTING;
import static dev.samovar.client.ConnectionStatus.OPEN;
import static dev.samovar.client.ConnectionStatus.RECONNECTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.FakeServer.Line;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Closed.Cause;
import dev.samovar.protocol.ClientFrame;
import java.util.List;
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
    void itIsOpenWhenTheServerHasAnsweredTheHello() {
        story.client.connect();
        story.server.line().listener.onOpen();
        assertThat(story.client.status()).isEqualTo(CONNECTING);
        assertThat(story.server.line().frames()).containsExactly(new ClientFrame.Hello(1, "samovar"));

        story.timers.advance(120);
        story.server.line().welcome(0);

        assertThat(story.client.status()).isEqualTo(OPEN);
        assertThat(story.client.latencyMillis()).isEqualTo(120);
    }

    @Test
    void theNextAttemptHasATimeWhileNoneIsUnderWay() {
        ClientStory patient = new ClientStory(new ClientOptions(0, 0, (failures, code, jitter) -> failures * 1_000));
        assertThat(patient.client.nextAttemptAtMillis()).isEqualTo(SyncClient.NO_ATTEMPT);
        patient.client.connect();
        double lost = patient.timers.nowMillis();
        patient.server.accept().drop();
        assertThat(patient.client.nextAttemptAtMillis()).isEqualTo(lost + 1_000);

        patient.timers.advance(400);
        assertThat(patient.client.nextAttemptAtMillis()).isEqualTo(lost + 1_000);
        patient.client.networkChanged(false);
        assertThat(patient.client.nextAttemptAtMillis()).isEqualTo(lost + 30_400);
        patient.client.networkChanged(true);

        assertThat(patient.client.nextAttemptAtMillis()).isEqualTo(SyncClient.NO_ATTEMPT);
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
        story.server.line().listener.onFailed("no socket");
        assertThat(story.client.status()).isEqualTo(RECONNECTING);

        story.reconnect().snapshot("a#1", 0);

        assertThat(shown.history).containsExactly("live");
    }

    @Test
    void newWorkDoesNotShortenTheWaitButANetworkThatIsBackDoes() {
        story.client.connect();
        story.server.accept().drop();

        story.insert("t1", "1", "one");
        assertThat(story.server.lines).hasSize(1);
        story.client.networkChanged(true);

        assertThat(story.server.lines).hasSize(2);
    }

    @Test
    void aServerThatSaysWhenIsNotDialledEarlierUnlessTheOwnerAsks() {
        story.client.connect();
        story.server.accept().listener.onClosed(1013, "retry-after=60; slowly");
        story.client.networkChanged(false);
        story.client.networkChanged(true);
        story.client.shown();
        story.timers.advance(59_999);
        assertThat(story.server.lines).hasSize(1);

        story.client.connect();

        assertThat(story.server.lines).hasSize(2);
    }

    @Test
    void withoutANetworkItIsTriedSeldom() {
        story.client.connect();
        story.server.accept().drop();
        story.client.networkChanged(false);

        story.timers.advance(29_999);
        assertThat(story.server.lines).hasSize(1);
        story.timers.advance(1);

        assertThat(story.server.lines).hasSize(2);
    }

    @Test
    void closingWhileDiallingLeavesNoSocket() {
        story.client.connect();
        Line line = story.server.line();

        story.client.close();
        line.listener.onOpen();

        assertThat(line.closedWith).isEqualTo(1000);
        assertThat(line.received).isEmpty();
        assertThat(story.client.status()).isEqualTo(CLOSED);
    }

    @Test
    void aSocketOfADialThatWasGivenUpIsNotThatOfTheNext() {
        story.client.connect();
        Line line = story.server.line();
        story.client.close();
        story.client.connect();

        line.listener.onOpen();
        line.listener.onClosed(1006, "");

        assertThat(line.received).isEmpty();
        assertThat(story.client.status()).isEqualTo(CONNECTING);
        assertThat(story.server.lines).hasSize(2);
        story.server.accept();
        assertThat(story.client.status()).isEqualTo(OPEN);
    }

    @Test
    void aHandshakeIntoABlackHoleIsGivenUp() {
        story.client.connect();
        Line line = story.server.line();

        story.timers.advance(15_000);

        assertThat(line.closedWith).isEqualTo(1000);
        assertThat(story.redial()).isNotSameAs(line);
    }

    @Test
    void aServerThatDoesNotAnswerTheHelloIsGivenUp() {
        story.client.connect();
        Line line = story.server.line();
        line.listener.onOpen();

        story.timers.advance(15_000);

        assertThat(line.closedWith).isEqualTo(1000);
    }

    @Test
    void aTokenThatDoesNotComeIsGivenUpAndComesTooLate() {
        story.withholdsTokens = true;
        story.client.connect();
        story.timers.advance(20_000);
        assertThat(story.client.status()).isEqualTo(RECONNECTING);
        assertThat(story.server.lines).isEmpty();

        story.withholdsTokens = false;
        assertThat(story.redial().token).isEqualTo("token");
    }

    @Test
    void refusedCredentialsAreFetchedAnewOnceAndTheRowsGoOn() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapshot("a#1", 3);
        story.token = "fresh";
        story.server.line().close(4401);

        Line line = story.server.line();
        assertThat(line.token).isEqualTo("fresh");
        story.server.accept().live("a#1", 4);

        assertThat(line.asked()).containsExactly("a#1 e1 since 3");
        assertThat(shown.history).containsExactly("live", "live");
    }

    @Test
    void aTokenThatWasRefusedIsNotTriedAgainUntilSomebodyConnects() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapshot("a#1", 3).close(4401);
        assertThat(story.client.state()).isEqualTo(new Closed(Cause.UNAUTHENTICATED, 4401, ""));
        assertThat(story.server.lines).hasSize(1);
        assertThat(story.timers.running()).isZero();

        story.client.connect();
        Line line = story.server.accept().live("a#1", 4);

        assertThat(line.asked()).containsExactly("a#1 e1 since 3");
        assertThat(shown.history).containsExactly("live", "closed UNAUTHENTICATED", "live");
    }

    @Test
    void credentialsAreRenewedBeforeTheyExpireByANewSocketThatResumes() {
        story.server.expires = 3_600_000.0;
        story.subscribe("a");
        Line old = story.server.accept().snapshot("a#1", 3);
        story.insert("t1", "1", "one");
        story.token = "fresh";
        story.server.expires = 7_200_000.0;

        advanceAnswering(old, 3_540_000);
        Line line = story.server.accept();

        assertThat(old.closedWith).isEqualTo(1000);
        assertThat(line.token).isEqualTo("fresh");
        assertThat(line.asked()).containsExactly("a#1 e1 since 3");
        assertThat(line.received.get(2)).isEqualTo(old.received.get(2));
        assertThat(story.client.status()).isEqualTo(OPEN);
    }

    @Test
    void aRenewalThatBringsNothingNewLeavesTheSocketAndIsTriedAgain() {
        story.server.expires = 3_600_000.0;
        story.client.connect();
        Line old = story.server.accept();

        advanceAnswering(old, 3_560_000);
        assertThat(story.server.lines).hasSize(1);
        story.token = "fresh";
        advanceAnswering(old, 10_000);

        assertThat(story.server.lines).hasSize(2);
    }

    @Test
    void aSubscriptionOfAClosedClientIsToldAndWaitsForTheNextConnect() {
        story.client.close();
        Shown shown = story.subscribe("a");
        assertThat(story.server.lines).isEmpty();

        story.client.connect();
        story.server.accept().snapshot("a#1", 0);

        assertThat(shown.history).containsExactly("closed REQUESTED", "live");
    }

    @Test
    void aCollectionThatIsClosedBecauseTheClientIsStaysClosed() {
        story.client.close();
        SyncedCollection[] collection = new SyncedCollection[1];
        Shown shown = new Shown() {
            @Override
            public void onClosed(Closed closed) {
                collection[0].close();
            }
        };
        collection[0] = story.collection("a", shown);
        collection[0].subscribe(Selection.all(), shown);

        story.client.connect();

        assertThat(story.server.accept().asked()).isEmpty();
    }

    @Test
    void aQuietSocketIsPingedAndStaysWhenItAnswers() {
        story.client.connect();
        Line line = story.server.accept();

        story.timers.advance(5_000);
        for (int round = 1; round <= 3; round++) {
            assertThat(line.texts).hasSize(round).containsOnly("ping");
            story.timers.advance(9_999);
            line.listener.onText("pong");
            assertThat(story.client.latencyMillis()).isEqualTo(9_999);
            story.timers.advance(25_000);
        }

        assertThat(story.server.lines).hasSize(1);
        assertThat(story.client.status()).isEqualTo(OPEN);
    }

    @Test
    void aPageThatIsLookedAtAgainProbesItsSocket() {
        story.client.connect();
        Line line = story.server.accept();

        story.client.shown();
        assertThat(line.texts).containsExactly("ping");
        story.timers.advance(10_000);

        assertThat(line.closedWith).isEqualTo(1000);
    }

    @Test
    void aSocketThatDoesNotAnswerAPingIsGivenUpAndItsWritesAreSentElsewhere() {
        story.client.connect();
        Line dead = story.server.accept();
        story.timers.advance(5_000 + 9_999);
        story.insert("t1", "1", "one");
        story.timers.advance(1);
        assertThat(dead.closedWith).isEqualTo(1000);
        assertThat(story.client.status()).isEqualTo(RECONNECTING);

        Line line = story.reconnect();
        line.done("t1", 1);

        assertThat(line.received.get(1)).isEqualTo(dead.received.get(1));
        assertThat(story.outcomes).containsExactly("t1 COMMITTED");
    }

    @Test
    void anyFrameIsASignOfLife() {
        story.client.connect();
        Line line = story.server.accept();

        story.timers.advance(5_000);
        line.flush(1);
        story.timers.advance(10_000);

        assertThat(story.client.status()).isEqualTo(OPEN);
    }

    @Test
    void aSecondWelcomeAndAFrameBeforeTheFirstEndTheConnection() {
        story.client.connect();
        Line first = story.server.accept().welcome(1);
        story.redial();
        Line second = story.server.line();
        second.listener.onOpen();
        second.flush(1);

        assertThat(List.of(first.closedWith, second.closedWith)).containsExactly(1007, 1007);
        assertThat(story.warnings).hasSize(2).allMatch(warning -> warning.contains("welcome must come first"));
    }

    @Test
    void aListenerMayCloseTheClientWhileAFrameIsHandled() {
        Shown shown = new Shown() {
            @Override
            public void onBatch(List<RowChange> changes) {
                super.onBatch(changes);
                story.client.close();
            }
        };
        story.subscribe("a", shown);
        story.server.accept().snapshot("a#1", 1, "1", "one");

        assertThat(story.client.status()).isEqualTo(CLOSED);
        assertThat(shown.history).containsExactly("{1=one}", "closed REQUESTED");
    }

    /** Lets time pass on a socket that answers every ping. */
    private void advanceAnswering(Line line, int millis) {
        for (int passed = 0; passed < millis; passed += 5_000) {
            int pings = line.texts.size();
            story.timers.advance(5_000);
            if (line.texts.size() > pings) {
                line.listener.onText("pong");
            }
        }
    }
}
