package dev.samovar.client;

import static dev.samovar.client.FakeServer.Line.changesOf;
import static dev.samovar.client.FakeServer.Line.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.FakeServer.Line;
import dev.samovar.client.connection.RetryPolicy;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.DoneWrite;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final ClientStory story = new ClientStory();

    @Test
    void aWriteSettlesInTheFlushThatBringsItsRowsAndAfterThem() {
        List<String> history = new ArrayList<>();
        story.subscribe("a", new Shown("a", history));
        story.subscribe("b", new Shown("b", history));
        Line line = story.server.accept().snapshot("a#1", 0).snapshot("b#2", 0);
        history.clear();
        story.client.call("touch", null, new Outcome("touch", history));

        line.flush(
                1,
                List.of(changesOf("a#1", put("1", "one")), changesOf("b#2", put("1", "one"))),
                List.of(new DoneWrite("call-1", null)));

        assertThat(history).containsExactly("a{1=one}", "b{1=one}", "touch COMMITTED");
    }

    @Test
    void aWriteThatNeverLeftIsNotUnknown() {
        story.call("touch");

        story.client.close();

        assertThat(story.outcomes).containsExactly("touch NOT_SENT REQUESTED");
    }

    @Test
    void aWriteToAServerThatTurnedTheSocketAwayUnreadIsNotUnknown() {
        story.call("touch");
        story.server.line().listener.onOpen();
        assertThat(story.server.line().frames()).hasAtLeastOneElementOfType(ClientFrame.Call.class);

        story.server.line().close(4403);

        assertThat(story.outcomes).containsExactly("touch NOT_SENT FORBIDDEN");
    }

    @Test
    void theServersRefusalIsTheOutcome() {
        story.insert("t1", "1", "one");
        story.server.accept().rejected("t1", "FORBIDDEN");

        assertThat(story.outcomes).containsExactly("t1 REJECTED FORBIDDEN");
        assertThat(story.client.pendingWrites()).isZero();
    }

    @Test
    void notNowIsNoOutcomeAndTheWritesBehindItWait() {
        story.insert("t1", "1", "one");
        Line line = story.server.accept();
        line.say(new ServerFrame.Rejected("t1", Refusal.of(ErrorCode.RATE_LIMITED, "slowly", 7_000)));
        story.insert("t2", "2", "two");

        story.timers.advance(6_999);
        assertThat(writes(line)).containsExactly("t1");
        story.timers.advance(1);

        assertThat(writes(line)).containsExactly("t1", "t1", "t2");
        assertThat(story.outcomes).isEmpty();
    }

    @Test
    void aServerThatDoesNotSayWhenIsLeftAloneForASecond() {
        story.insert("t1", "1", "one");
        Line line = story.server.accept().rejected("t1", "TEMPORARILY_UNAVAILABLE");

        story.timers.advance(1_000);
        line.done("t1", 1);

        assertThat(writes(line)).containsExactly("t1", "t1");
        assertThat(story.outcomes).containsExactly("t1 COMMITTED");
    }

    @Test
    void aWriteThatWasToldToWaitIsSentAtOnceOnANewSocket() {
        story.insert("t1", "1", "one");
        story.server.accept().rejected("t1", "TEMPORARILY_UNAVAILABLE");

        Line line = story.dropAndReconnect();
        story.timers.advance(2_000);

        assertThat(writes(line)).containsExactly("t1");
    }

    @Test
    void aCommandHasItsResult() {
        story.client.call("count", Value.of("all"), new Outcome("count", story.outcomes));
        Line line = story.server.accept();
        line.flush(1, List.of(), List.of(new DoneWrite("call-1", Value.of(3))));

        assertThat(line.frames()).contains(new ClientFrame.Call("call-1", "count", Value.of("all")));
        assertThat(story.outcomes).containsExactly("count COMMITTED " + Value.of(3));
    }

    @Test
    void aWriteConnectsTheClientAndIsSentBehindTheHello() {
        story.insert("t1", "1", "one");
        assertThat(story.server.line().received).isEmpty();

        story.server.line().listener.onOpen();

        assertThat(story.server.line().frames())
                .extracting(ClientFrame::kind)
                .containsExactly(ClientFrame.Kind.HELLO, ClientFrame.Kind.MUT);
    }

    @Test
    void unansweredWritesAreSentAgainByteForByteAfterTheSubscriptions() {
        story.subscribe("a");
        Line first = story.server.accept().snapshot("a#1", 0);
        story.insert("t1", "1", "one");
        story.insert("t2", "2", "two");
        story.insert("t3", "3", "three");
        first.done("t2", 5);

        Line second = story.dropAndReconnect();

        assertThat(second.asked()).containsExactly("a#1 e1 since 5");
        assertThat(second.received).hasSize(4);
        assertThat(second.received.get(2)).isEqualTo(first.received.get(2));
        assertThat(second.received.get(3)).isEqualTo(first.received.get(4));
        second.done("t1", 6).rejected("t3", "VALIDATION");
        assertThat(story.outcomes).containsExactly("t2 COMMITTED", "t1 COMMITTED", "t3 REJECTED VALIDATION");
    }

    @Test
    void framesOfASocketThatWasGivenUpAreIgnored() {
        Shown shown = story.subscribe("a");
        Line old = story.server.accept().snapshot("a#1", 0);
        story.insert("t1", "1", "one");

        Line line = story.dropAndReconnect();
        old.flush(1, List.of(changesOf("a#1", put("1", "late"))), List.of(new DoneWrite("t1", null)));
        old.listener.onClosed(4401, "late");

        assertThat(story.outcomes).isEmpty();
        assertThat(shown.rows).isEmpty();
        assertThat(story.client.status()).isEqualTo(ConnectionStatus.OPEN);
        line.done("t1", 1);
        assertThat(story.outcomes).containsExactly("t1 COMMITTED");
    }

    @Test
    void aWriteStaysPendingHoweverLongTheSocketIsAway() {
        story.insert("t1", "1", "one");
        for (int hour = 0; hour < 10; hour++) {
            story.server.line().drop();
            story.timers.advance(3_600_000);
        }

        assertThat(story.outcomes).isEmpty();
        assertThat(story.client.pendingWrites()).isEqualTo(1);
    }

    @Test
    void whoDoesNotWantToWaitSoLongIsToldThatTheOutcomeIsUnknown() {
        ClientStory hasty = new ClientStory(new ClientOptions(5_000, 0, RetryPolicy.DEFAULT));
        hasty.insert("t1", "1", "one");
        Line line = hasty.server.accept();

        hasty.timers.advance(4_999);
        assertThat(hasty.outcomes).isEmpty();
        hasty.timers.advance(1);
        line.done("t1", 1);

        assertThat(hasty.outcomes).containsExactly("t1 UNKNOWN");
    }

    @Test
    void theTimeWithoutASocketIsCountedInAllHoweverOftenTheSocketBreaks() {
        ClientStory hasty = new ClientStory(new ClientOptions(0, 60_000, RetryPolicy.DEFAULT));
        hasty.insert("t1", "1", "one");
        for (int second = 0; second < 59; second++) {
            hasty.timers.advance(1_000);
            if (hasty.client.status() == ConnectionStatus.CONNECTING
                    || hasty.client.status() == ConnectionStatus.RECONNECTING) {
                hasty.server.accept();
                hasty.server.line().drop();
            }
        }
        assertThat(hasty.outcomes).isEmpty();

        hasty.timers.advance(1_000);

        assertThat(hasty.outcomes).containsExactly("t1 UNKNOWN");
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

    @Test
    void theStoreHasWhatHasNoOutcome() {
        story.insert("t1", "1", "one");
        story.insert("t2", "2", "two");
        story.insert("t2", "2", "again");
        story.server.accept().done("t1", 1);

        assertThat(story.stored).containsExactly("t2");
    }

    @Test
    void theStoreKeepsWhatACloseHasEnded() {
        story.insert("t1", "1", "one");
        story.server.accept();
        story.insert("t2", "2", "two");

        story.client.close();

        assertThat(story.outcomes).containsExactly("t1 UNKNOWN", "t2 UNKNOWN");
        assertThat(story.client.pendingWrites()).isZero();
        assertThat(story.stored).containsExactly("t1", "t2");
    }

    @Test
    void theStoreIsDoneWithWhatItsOwnerIsDoneWaitingFor() {
        ClientStory hasty = new ClientStory(new ClientOptions(5_000, 0, RetryPolicy.DEFAULT));
        hasty.insert("t1", "1", "one");
        hasty.server.accept();

        hasty.timers.advance(5_000);

        assertThat(hasty.stored).isEmpty();
    }

    @Test
    void aWriteOfAnEarlierLifeIsSentAgainAsItWasAndMayHaveArrivedThen() {
        story.insert("t1", "1", "one");
        Line line = story.server.accept();
        byte[] frame = line.received.get(1);

        ClientStory nextLife = new ClientStory();
        nextLife.client.replay("t1", frame, new Outcome("t1", nextLife.outcomes));
        nextLife.client.close();

        assertThat(nextLife.outcomes).containsExactly("t1 UNKNOWN");
        ClientStory third = new ClientStory();
        third.client.replay("t1", frame, new Outcome("t1", third.outcomes));
        third.server.accept().done("t1", 1);
        assertThat(third.outcomes).containsExactly("t1 COMMITTED");
        assertThat(third.server.line().received.get(1)).isEqualTo(frame);
    }

    private static List<String> writes(Line line) {
        List<String> writes = new ArrayList<>();
        for (ClientFrame frame : line.frames()) {
            if (frame instanceof ClientFrame.Mut mut) {
                writes.add(mut.txId());
            }
        }
        return writes;
    }
}
