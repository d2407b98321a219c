package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.FakeServer.Line;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final ClientStory story = new ClientStory();

    @Test
    void aWritesOwnRowsAreSeenBeforeItSettles() {
        List<String> history = new ArrayList<>();
        story.client.subscribe("a", new Shown("", history));
        Line line = story.server.accept().snapEnd("a#1", 0);
        history.clear();
        story.client.call("touch", null, new Outcome("touch", history));

        line.put("a#1", "1", "one", 1).upToDate(1).committed("call-1", 1);

        assertThat(history).containsExactly("{1=one}", "touch COMMITTED");
    }

    @Test
    void aWriteThatNeverLeftIsNotUnknown() {
        List<String> history = new ArrayList<>();
        story.client.call("touch", null, new Outcome("touch", history));

        story.client.close();

        assertThat(history).singleElement().asString().startsWith("touch NOT_SENT");
    }

    @Test
    void notNowSaysNothingOfAWriteThatAnEarlierSocketCarried() {
        List<String> history = new ArrayList<>();
        story.client.subscribe("a", new Shown("", new ArrayList<>()));
        Line line = story.server.accept().snapEnd("a#1", 0);
        story.client.call("touch", null, new Outcome("touch", history));
        line.drop();

        story.reconnect().rejected("call-1", "TEMPORARILY_UNAVAILABLE", "later");

        assertThat(history).containsExactly("touch UNKNOWN");
    }

    @Test
    void rowsWithoutABoundaryAreSeenBeforeTheReceiptAllTheSame() {
        List<String> history = new ArrayList<>();
        story.client.subscribe("a", new Shown("", history));
        Line line = story.server.accept().snapEnd("a#1", 0);
        history.clear();
        story.client.call("touch", null, new Outcome("touch", history));

        line.put("a#1", "1", "one", 1).committed("call-1", 1);

        assertThat(history).containsExactly("{1=one}", "touch COMMITTED");
    }

    @Test
    void theServersRefusalIsTheOutcome() {
        story.insert("t1", "1", "one");
        story.server.accept().rejected("t1", "FORBIDDEN", "not yours");

        assertThat(story.outcomes).containsExactly("t1 REJECTED FORBIDDEN");
        assertThat(story.client.pendingWrites()).isZero();
    }

    @Test
    void aCommandHasItsResult() {
        story.client.call("count", Value.of("all"), new Outcome("count", story.outcomes));
        Line line = story.server.accept();
        line.say(new ServerFrame.Committed("call-1", Position.ZERO, Value.of(3)));

        assertThat(line.frames()).containsExactly(new ClientFrame.Call("call-1", "count", Value.of("all")));
        assertThat(story.outcomes).containsExactly("count COMMITTED " + Value.of(3));
    }

    @Test
    void aWriteConnectsTheClientAndIsSentWhenItIsOpen() {
        story.insert("t1", "1", "one");

        assertThat(story.server.line().received).isEmpty();
        assertThat(story.server.accept().received).hasSize(1);
    }

    @Test
    void unansweredWritesAreSentAgainByteForByteAfterTheSubscriptions() {
        story.subscribe("a");
        Line first = story.server.accept().snapEnd("a#1", 0);
        story.insert("t1", "1", "one");
        story.insert("t2", "2", "two");
        story.insert("t3", "3", "three");
        first.committed("t2", 5);

        Line second = story.dropAndReconnect();

        assertThat(second.asked()).containsExactly("a#1 since 0");
        assertThat(second.received).hasSize(3);
        assertThat(second.received.get(1)).isEqualTo(first.received.get(1));
        assertThat(second.received.get(2)).isEqualTo(first.received.get(3));
        second.committed("t1", 6).rejected("t3", "VALIDATION", "no");
        assertThat(story.outcomes).containsExactly("t2 COMMITTED", "t1 COMMITTED", "t3 REJECTED VALIDATION");
    }

    @Test
    void framesOfASocketThatWasGivenUpAreIgnored() {
        Shown shown = story.subscribe("a");
        Line old = story.server.accept().snapEnd("a#1", 0);
        story.insert("t1", "1", "one");

        Line line = story.dropAndReconnect();
        old.put("a#1", "1", "late", 1).upToDate(1).committed("t1", 1);
        old.listener.onClosed(4401, "late");

        assertThat(story.outcomes).isEmpty();
        assertThat(shown.rows).isEmpty();
        assertThat(story.client.status()).isEqualTo(ConnectionStatus.OPEN);
        line.committed("t1", 1);
        assertThat(story.outcomes).containsExactly("t1 COMMITTED");
    }

    @Test
    void anOpenSocketThatDoesNotAnswerLeavesTheOutcomeUnknownAfterFiveSeconds() {
        story.insert("t1", "1", "one");
        Line line = story.server.accept();

        story.timers.advance(4_999);
        assertThat(story.outcomes).isEmpty();
        story.timers.advance(1);
        line.committed("t1", 1);

        assertThat(story.outcomes).containsExactly("t1 UNKNOWN");
    }

    @Test
    void aWriteIsHeldForSixtySecondsInAllHoweverOftenTheSocketBreaks() {
        story.insert("t1", "1", "one");
        for (int second = 0; second < 59; second++) {
            story.timers.advance(1_000);
            if (story.client.status() == ConnectionStatus.CONNECTING
                    || story.client.status() == ConnectionStatus.RECONNECTING) {
                story.server.accept();
                story.server.line().drop();
            }
        }
        assertThat(story.outcomes).isEmpty();

        story.timers.advance(1_000);

        assertThat(story.outcomes).containsExactly("t1 UNKNOWN");
    }

    @Test
    void aFinalCloseLeavesTheOutcomeUnknownAndNeverRefused() {
        story.insert("t1", "1", "one");
        story.call("touch");
        story.server.accept().close(4403);

        assertThat(story.outcomes).containsExactly("t1 UNKNOWN", "touch UNKNOWN");
        assertThat(story.timers.running()).isZero();
    }

    @Test
    void aClosedClientSendsNothingAndSaysSo() {
        story.client.close();
        story.insert("t1", "1", "one");

        assertThat(story.outcomes).containsExactly("t1 NOT_SENT REQUESTED");
        assertThat(story.server.lines).isEmpty();
    }

    @Test
    void aWriteLargerThanTheServerTakesIsNotSent() {
        story.insert("t1", "1", "x".repeat(1 << 20));

        assertThat(story.outcomes).containsExactly("t1 REJECTED FRAME_TOO_LARGE");
        assertThat(story.client.pendingWrites()).isZero();
    }

    @Test
    void anIdThatIsUnderWayIsRefused() {
        story.insert("t1", "1", "one");
        story.insert("t1", "2", "two");

        assertThat(story.outcomes).containsExactly("t1 REJECTED DUPLICATE_TXID");
        assertThat(story.client.pendingWrites()).isEqualTo(1);
    }
}
