package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.FakeServer.Line;
import dev.samovar.protocol.ClientFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionsTest {
    private final ClientStory story = new ClientStory();

    @Test
    void theFirstSnapshotArrivesAtOnceAndThenItIsReady() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept();
        line.snap("a#1", "1", "one", 7).snap("a#1", "2", "two", 7);
        assertThat(shown.history).isEmpty();

        line.snapEnd("a#1", 7);

        assertThat(line.asked()).containsExactly("a#1");
        assertThat(shown.history).containsExactly("{1=one, 2=two}", "ready");
    }

    @Test
    void anEmptySnapshotIsReadyToo() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapEnd("a#1", 0);

        assertThat(shown.history).containsExactly("{}", "ready");
    }

    @Test
    void changesAreSeenTogetherAtTheirBoundary() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().snap("a#1", "1", "one", 7).snapEnd("a#1", 7);
        shown.history.clear();

        line.put("a#1", "2", "two", 9).gone("a#1", "1", 9);
        assertThat(shown.history).isEmpty();
        line.upToDate(9);

        assertThat(shown.history).containsExactly("{2=two}");
        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 since 9");
    }

    @Test
    void framesForAnEndedSubscriptionAreIgnoredAndTheServerIsTold() {
        Shown shown = new Shown();
        Subscription subscription = story.client.subscribe("a", shown);
        Line line = story.server.accept();

        subscription.cancel();
        subscription.cancel();
        line.snap("a#1", "1", "one", 7).snapEnd("a#1", 7).reset("a#1").subError("a#1", "UNSUPPORTED", "no");

        assertThat(shown.history).isEmpty();
        assertThat(line.frames()).last().isEqualTo(new ClientFrame.Unsub("a#1"));
        assertThat(line.received).hasSize(2);
        assertThat(story.dropAndReconnect().asked()).isEmpty();
    }

    @Test
    void aSubscriptionThatEndsInItsOwnBatchHearsNothingMore() {
        List<String> history = new ArrayList<>();
        Subscription[] subscription = new Subscription[1];
        subscription[0] = story.client.subscribe("a", new Shown("", history) {
            @Override
            public void onBatch(RowBatch batch) {
                super.onBatch(batch);
                subscription[0].cancel();
            }
        });
        story.server.accept().snap("a#1", "1", "one", 7).snapEnd("a#1", 7);

        assertThat(history).containsExactly("{1=one}");
    }

    @Test
    void aDropBeforeTheSnapshotEndsUndoesItsPart() {
        Shown shown = story.subscribe("a");
        story.server.accept().snap("a#1", "1", "one", 7);

        Line line = story.dropAndReconnect();
        line.snap("a#1", "2", "two", 8).snapEnd("a#1", 8);

        assertThat(line.asked()).containsExactly("a#1");
        assertThat(shown.history).containsExactly("{2=two}", "ready");
    }

    @Test
    void changesWithoutABoundaryAreNotSeenAndComeAgain() {
        Shown shown = story.subscribe("a");
        story.server.accept().snap("a#1", "1", "one", 7).snapEnd("a#1", 7).put("a#1", "1", "uno", 8);

        Line line = story.dropAndReconnect();
        line.put("a#1", "1", "uno", 8).caughtUp("a#1", 8);

        assertThat(line.asked()).containsExactly("a#1 since 7");
        assertThat(shown.history).containsExactly("{1=one}", "ready", "{1=uno}", "ready");
    }

    /**
     * Two collections at 10 lose their socket while both change up to 20. The new socket breaks after a number of the
     * frames of the catch-up round, and the next one carries the round through. Whatever the place, nothing is missed.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aRoundThatBreaksAnywhereLosesNothing(int framesBeforeTheBreak) {
        Shown a = story.subscribe("a");
        Shown b = story.subscribe("b");
        Line line = story.server.accept();
        line.snap("a#1", "1", "one", 10)
                .snapEnd("a#1", 10)
                .snap("b#2", "1", "one", 10)
                .snapEnd("b#2", 10);

        Line broken = story.dropAndReconnect();
        List<Runnable> round = List.of(
                () -> broken.put("a#1", "1", "uno", 20),
                () -> broken.caughtUp("a#1", 20),
                () -> broken.put("a#1", "2", "due", 21),
                () -> broken.upToDate(21),
                () -> broken.put("b#2", "1", "uno", 21),
                () -> broken.caughtUp("b#2", 21));
        round.subList(0, framesBeforeTheBreak).forEach(Runnable::run);
        Line last = story.dropAndReconnect();

        long sinceA = framesBeforeTheBreak >= 4 ? 21 : framesBeforeTheBreak >= 2 ? 20 : 10;
        long sinceB = framesBeforeTheBreak >= 6 ? 21 : 10;
        assertThat(last.asked()).containsExactly("a#1 since " + sinceA, "b#2 since " + sinceB);
        if (sinceA < 20) {
            last.put("a#1", "1", "uno", 21);
        }
        if (sinceA < 21) {
            last.put("a#1", "2", "due", 21);
        }
        last.caughtUp("a#1", 21);
        if (sinceB < 21) {
            last.put("b#2", "1", "uno", 21);
        }
        last.caughtUp("b#2", 21);
        assertThat(a.rows).hasToString("{1=uno, 2=due}");
        assertThat(b.rows).hasToString("{1=uno}");
        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 since 21", "b#2 since 21");
    }

    @Test
    void aFirstSnapshotInTheMiddleOfARoundMovesOnlyItsOwnCursor() {
        story.subscribe("a");
        story.server.accept().snapEnd("a#1", 10);
        story.server.line().drop();
        story.subscribe("b");

        Line round = story.reconnect();
        round.snapEnd("b#2", 20);

        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 since 10", "b#2 since 20");
    }

    @Test
    void aReceiptMovesNoCursor() {
        story.subscribe("a");
        Line line = story.server.accept().snapEnd("a#1", 10);
        story.insert("t1", "1", "one");
        line.committed("t1", 15);

        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 since 10");
    }

    @Test
    void aResetReplacesTheRowsWithoutAnEmptyMomentAndTheCursorMayGoDown() {
        Shown shown = story.subscribe("a");
        story.server
                .accept()
                .snap("a#1", "1", "one", 50)
                .snap("a#1", "2", "two", 50)
                .snapEnd("a#1", 50);

        Line line = story.dropAndReconnect();
        line.reset("a#1").snap("a#1", "2", "due", 3).snapEnd("a#1", 3);

        assertThat(shown.history).containsExactly("{1=one, 2=two}", "ready", "{2=due}", "ready");
        line.upToDate(4);
        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 since 4");
    }

    @Test
    void aDropAfterAResetAsksForAFreshSnapshotAndShowsTheOldRowsMeanwhile() {
        Shown shown = story.subscribe("a");
        story.server.accept().snap("a#1", "1", "one", 50).snapEnd("a#1", 50);
        story.dropAndReconnect().reset("a#1").snap("a#1", "2", "two", 3);

        Line line = story.dropAndReconnect();

        assertThat(line.asked()).containsExactly("a#1");
        assertThat(shown.rows).hasToString("{1=one}");
        line.snap("a#1", "3", "three", 4).snapEnd("a#1", 4);
        assertThat(shown.rows).hasToString("{3=three}");
    }

    @Test
    void aSnapshotThatNobodyAnnouncedReplacesTheRowsToo() {
        Shown shown = story.subscribe("a");
        story.server.accept().snap("a#1", "1", "one", 0).snapEnd("a#1", 0);

        story.dropAndReconnect().snap("a#1", "2", "two", 0).snapEnd("a#1", 0);

        assertThat(shown.history).containsExactly("{1=one}", "ready", "{2=two}", "ready");
    }

    @Test
    void aResetWithoutANameIsForEverySubscription() {
        Shown a = story.subscribe("a");
        Shown b = story.subscribe("b");
        Line line = story.server.accept();
        line.snap("a#1", "1", "one", 5)
                .snapEnd("a#1", 5)
                .snap("b#2", "1", "one", 5)
                .snapEnd("b#2", 5);

        line.say(new dev.samovar.protocol.ServerFrame.Reset(null))
                .snapEnd("a#1", 6)
                .snapEnd("b#2", 6);

        assertThat(a.rows).isEmpty();
        assertThat(b.rows).isEmpty();
    }

    @Test
    void aRefusalIsToldOnceWhateverTheOrderOfItsTwoFrames() {
        Shown first = story.subscribe("a");
        Shown second = story.subscribe("b");
        Line line = story.server.accept();

        line.reset("a#1").subError("a#1", "UNKNOWN_COLLECTION", "no such collection");
        line.subError("b#2", "UNKNOWN_COLLECTION", "no such collection").reset("b#2");
        story.timers.advance(6_000);

        assertThat(first.history).containsExactly("refused UNKNOWN_COLLECTION");
        assertThat(second.history).containsExactly("refused UNKNOWN_COLLECTION");
    }

    @Test
    void aResetThatNothingFollowsIsARefusalWithoutReason() {
        Shown shown = story.subscribe("a");
        story.server.accept().reset("a#1");

        story.timers.advance(4_999);
        assertThat(shown.history).isEmpty();
        story.timers.advance(1);

        assertThat(shown.history).containsExactly("refused null");
    }

    @Test
    void aResetWhoseSnapshotHasBegunIsNoRefusal() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().reset("a#1").snap("a#1", "1", "one", 7);

        story.timers.advance(5_000);
        line.snapEnd("a#1", 7);

        assertThat(shown.history).containsExactly("{1=one}", "ready");
    }

    @Test
    void whoIsRefusedLaterLosesTheRowsAndIsAskedForAgainOnTheNextSocket() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().snap("a#1", "1", "one", 7).snapEnd("a#1", 7);

        line.subError("a#1", "FORBIDDEN", "not any more");
        Line next = story.dropAndReconnect();
        next.snap("a#1", "1", "one", 8).snapEnd("a#1", 8);

        assertThat(next.asked()).containsExactly("a#1");
        assertThat(shown.history).containsExactly("{1=one}", "ready", "{}", "refused FORBIDDEN", "{1=one}", "ready");
    }

    @Test
    void aPassingRefusalKeepsTheRowsAndAsksAgain() {
        Shown shown = story.subscribe("a");
        story.server.accept().snap("a#1", "1", "one", 7).snapEnd("a#1", 7);

        Line line = story.dropAndReconnect();
        line.subError("a#1", "TEMPORARILY_UNAVAILABLE", "busy");
        story.timers.advance(5_000);
        line.caughtUp("a#1", 9);

        assertThat(line.asked()).containsExactly("a#1 since 7", "a#1 since 7");
        assertThat(shown.history).containsExactly("{1=one}", "ready", "ready");
    }

    @Test
    void aBadMessageIsReportedAndTheRestGoesOn() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept();

        line.listener.onBinary(new byte[] {(byte) 0xc1});
        line.snapEnd("a#1", 0);

        assertThat(story.warnings).hasSize(1);
        assertThat(shown.history).containsExactly("{}", "ready");
    }
}
