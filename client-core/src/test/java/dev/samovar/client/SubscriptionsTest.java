package dev.samovar.client;

import static dev.samovar.client.FakeServer.Line.changesOf;
import static dev.samovar.client.FakeServer.Line.gone;
import static dev.samovar.client.FakeServer.Line.put;
import static dev.samovar.client.FakeServer.Line.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.FakeServer.Line;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionsTest {
    private final ClientStory story = new ClientStory();

    @Test
    void theFirstSnapshotArrivesAtOnceAndThenItIsLive() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept();
        line.begin("a#1", 7).chunk("a#1", "1", "1", "one").chunk("a#1", "2", "2", "two");
        assertThat(shown.history).isEmpty();

        line.live("a#1", 7);

        assertThat(line.asked()).containsExactly("a#1");
        assertThat(shown.history).containsExactly("{1=one, 2=two}", "live");
    }

    @Test
    void theSelectionTravelsAsItIs() {
        Value where = Value.map("type", Value.of("val"), "value", Value.of(true));
        Value order = Value.array(Value.map("col", Value.of("text")));
        Shown shown = new Shown();
        story.collection("a", shown).subscribe(new Selection(where, order, 10, 5), shown);

        assertThat(story.server.accept().frames())
                .contains(new ClientFrame.Sub("a#1", "a", where, order, 10.0, 5.0, null, null, null));
    }

    @Test
    void anEmptySnapshotIsLiveToo() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapshot("a#1", 0);

        assertThat(shown.history).containsExactly("live");
    }

    @Test
    void whatChangedDuringASnapshotIsPartOfIt() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept();
        line.begin("a#1", 7).chunk("a#1", "3", "1", "one", "2", "two", "3", "three");

        line.changes("a#1", put("2", "due"), gone("3"), put("4", "four")).live("a#1", 9);

        assertThat(shown.history).containsExactly("{1=one, 2=due, 4=four}", "live");
    }

    @Test
    void aFlushIsSeenAtOnceAndMovesThePosition() {
        Shown shown = new Shown();
        Subscription subscription = story.subscribe("a", shown);
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one", "2", "two", "3", "three");
        shown.history.clear();

        line.flush(9, changesOf("a#1", put("4", "four"), gone("1"), text("2", "due")));

        assertThat(shown.history).containsExactly("{2=due, 3=three, 4=four}");
        assertThat(subscription.position()).isEqualTo(new Position(9));
        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 e1 since 9");
    }

    @Test
    void aChangedColumnLeavesTheOthersAsTheyWere() {
        List<RowChange> seen = new ArrayList<>();
        story.collection("a", seen::addAll).subscribe(Selection.all(), new Shown());
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one");

        line.flush(8, changesOf("a#1", text("1", "uno")));

        assertThat(seen)
                .last()
                .isEqualTo(new RowChange("1", new ValueRow(Line.row("1", "one")), new ValueRow(Line.row("1", "uno"))));
    }

    @Test
    void aFlushThatChangesNothingTellsNothing() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one");
        shown.history.clear();

        line.flush(8, changesOf("a#1", put("1", "one"), gone("2")));
        line.flush(9, changesOf("a#1", put("3", "three"), gone("3")));
        line.flush(10, changesOf("a#1", text("1", "uno"), text("1", "one")));

        assertThat(shown.history).isEmpty();
    }

    @Test
    void aRefetchAsksFromScratchAndShowsTheOldRowsUntilTheNewOnesCome() {
        Shown shown = new Shown();
        Subscription subscription = story.subscribe("a", shown);
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one", "2", "two");
        shown.history.clear();

        subscription.refetch();
        line.flush(8, changesOf("a#1", gone("1")));
        assertThat(shown.history).isEmpty();
        line.snapshot("a#2", 8, "2", "two", "3", "three");

        assertThat(line.asked()).containsExactly("a#1", "a#2");
        assertThat(shown.history).containsExactly("{2=two, 3=three}", "live");
    }

    @Test
    void aRefetchWithoutASocketWaitsForOneAndOfAClosedClientIsTold() {
        Shown shown = new Shown();
        Subscription subscription = story.subscribe("a", shown);
        story.server.accept().snapshot("a#1", 7, "1", "one");
        story.server.line().drop();
        subscription.refetch();
        assertThat(story.reconnect().asked()).containsExactly("a#2");
        shown.history.clear();

        story.client.close();
        subscription.refetch();
        subscription.cancel();
        subscription.refetch();

        assertThat(shown.history).containsExactly("closed REQUESTED", "closed REQUESTED", "{}");
    }

    @Test
    void aSubscriptionCatchesUpWhenAskedToAndMissesNothing() {
        Shown shown = new Shown();
        Subscription subscription = story.subscribe("a", shown);
        Line line = story.server.accept();
        subscription.catchUp();
        line.snapshot("a#1", 7, "1", "one");
        shown.history.clear();

        subscription.catchUp();
        line.flush(8, changesOf("a#1", put("2", "two")));
        assertThat(subscription.position()).isEqualTo(new Position(7));
        line.changes("a#2", put("2", "two")).live("a#2", 8);

        assertThat(line.asked()).containsExactly("a#1", "a#2 e1 since 7");
        assertThat(shown.history).containsExactly("{1=one, 2=two}", "live");
    }

    @Test
    void aBoundaryIsToldWhenItsRowsWere() {
        story.subscribe("a");
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one");

        line.flush(8).flush(9);
        line.drop();

        assertThat(story.boundaries).containsExactly(7.0, 8.0, 9.0);
        assertThat(story.client.position()).isEqualTo(new Position(9));
    }

    @Test
    void aSubscriptionGoesOnFromWhatWasReadElsewhere() {
        List<RowChange> seen = new ArrayList<>();
        Subscription subscription =
                story.collection("a", seen::addAll).subscribe(Selection.all(), seed(new Position(7)), new Shown());
        assertThat(subscription.isLive()).isFalse();

        Line line = story.server.accept();
        line.changes("a#1", text("1", "uno"), gone("2"), put("3", "three")).live("a#1", 9);

        assertThat(line.asked()).containsExactly("a#1 e1 since 7");
        assertThat(seen)
                .extracting(change -> change.key() + " " + change.after())
                .containsExactlyInAnyOrder(
                        "1 " + new ValueRow(Line.row("1", "uno")),
                        "2 null",
                        "3 " + new ValueRow(Line.row("3", "three")));
        assertThat(subscription.position()).isEqualTo(new Position(9));
    }

    @Test
    void whatWasReadElsewhereIsToldNoSecondTimeAndGivesWayToASnapshot() {
        Shown shown = new Shown();
        List<RowChange> seen = new ArrayList<>();
        story.collection("a", seen::addAll).subscribe(Selection.all(), seed(new Position(7)), shown);

        story.server.accept().reset("a#1").snapshot("a#1", 9, "1", "one", "3", "three");

        assertThat(shown.history).containsExactly("live");
        assertThat(seen).extracting(RowChange::key).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void whatWasReadAtAnUnknownPositionIsReadAgain() {
        List<RowChange> seen = new ArrayList<>();
        story.collection("a", seen::addAll).subscribe(Selection.all(), seed(null), new Shown());

        Line line = story.server.accept().snapshot("a#1", 9, "2", "two");

        assertThat(line.asked()).containsExactly("a#1");
        assertThat(seen).containsExactly(new RowChange("1", new ValueRow(Line.row("1", "one")), null));
    }

    private static Seed seed(@Nullable Position position) {
        List<Row> rows = List.of(new ValueRow(Line.row("1", "one")), new ValueRow(Line.row("2", "two")));
        return new Seed(List.of("1", "2"), rows, position == null ? null : FakeServer.EPOCH, position, true);
    }

    @Test
    void aSubscriptionTellsTheKeysOfItsRowsAlone() {
        SyncedCollection collection = story.collection("a", new Shown());
        Subscription one = collection.subscribe(Selection.all(), new Shown());
        Subscription other = collection.subscribe(Selection.all(), new Shown());
        assertThat(one.keys()).isEmpty();

        Line line =
                story.server.accept().snapshot("a#1", 7, "1", "one", "2", "two").snapshot("a#2", 7, "2", "two");
        line.flush(8, changesOf("a#1", gone("1"), put("3", "three")));

        assertThat(one.keys()).containsExactlyInAnyOrder("2", "3");
        assertThat(other.keys()).containsExactly("2");
    }

    @Test
    void aWindowTellsOnceThatARowHasLeftIt() {
        Selection two = new Selection(null, Value.array(Value.map("col", Value.of("text"))), 2, null);
        SyncedCollection collection = story.collection("a", new Shown());
        Subscription window = collection.subscribe(two, new Shown());
        Subscription all = collection.subscribe(Selection.all(), new Shown());
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one").snapshot("a#2", 7, "1", "one", "2", "two");
        line.flush(8, changesOf("a#1", put("2", "two"), text("1", "uno")));
        assertThat(window.takeMoved()).isFalse();

        line.flush(9, changesOf("a#1", put("3", "three"), gone("2")), changesOf("a#2", gone("2")));

        assertThat(window.takeMoved()).isTrue();
        assertThat(window.takeMoved()).isFalse();
        assertThat(all.takeMoved()).isFalse();
    }

    @Test
    void aFlushIsAppliedToAllSubscriptionsBeforeAnyoneHearsOfIt() {
        List<String> seen = new ArrayList<>();
        SyncedCollection[] collections = new SyncedCollection[2];
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            String name = i == 0 ? "a" : "b";
            collections[i] = story.collection(
                    name,
                    changes -> seen.add(
                            name + " sees " + (collections[other].row("2") == null ? "nothing" : "the other")));
            collections[i].subscribe(Selection.all(), new Shown());
        }
        Line line = story.server.accept().snapshot("a#1", 7).snapshot("b#2", 7);

        line.flush(8, changesOf("a#1", put("2", "two")), changesOf("b#2", put("2", "two")));

        assertThat(seen).containsExactly("a sees the other", "b sees the other");
    }

    @Test
    void framesForAnEndedSubscriptionAreIgnoredAndTheServerIsTold() {
        Shown shown = new Shown();
        Subscription subscription = story.subscribe("a", shown);
        Line line = story.server.accept();

        subscription.cancel();
        subscription.cancel();
        line.snapshot("a#1", 7, "1", "one").reset("a#1").subError("a#1", "UNSUPPORTED");

        assertThat(shown.history).isEmpty();
        assertThat(line.frames()).last().isEqualTo(new ClientFrame.Unsub("a#1"));
        assertThat(line.received).hasSize(3);
        assertThat(story.dropAndReconnect().asked()).isEmpty();
    }

    @Test
    void aSubscriptionThatEndsInItsOwnBatchHearsNothingMore() {
        List<String> history = new ArrayList<>();
        SyncedCollection[] collection = new SyncedCollection[1];
        Shown shown = new Shown("", history) {
            @Override
            public void onBatch(List<RowChange> changes) {
                super.onBatch(changes);
                collection[0].close();
            }
        };
        collection[0] = story.collection("a", shown);
        collection[0].subscribe(Selection.all(), shown);
        story.server.accept().snapshot("a#1", 7, "1", "one");

        assertThat(history).containsExactly("{1=one}");
    }

    @Test
    void aSnapshotThatBreaksOffGoesOnAfterItsLastPiece() {
        Shown shown = story.subscribe("a");
        story.server.accept().begin("a#1", 7).chunk("a#1", "r1", "1", "one").chunk("a#1", "r2", "2", "two");

        Line line = story.dropAndReconnect();
        line.chunk("a#1", "r3", "3", "three").changes("a#1", put("1", "uno")).live("a#1", 9);

        assertThat(line.asked()).containsExactly("a#1 e1 since 7 resume r2");
        assertThat(shown.history).containsExactly("{1=uno, 2=two, 3=three}", "live");
    }

    @Test
    void aSnapshotWithoutAPieceStartsOver() {
        Shown shown = story.subscribe("a");
        story.server.accept().begin("a#1", 7).changes("a#1", put("9", "nine"));

        Line line = story.dropAndReconnect().snapshot("a#1", 8, "1", "one");

        assertThat(line.asked()).containsExactly("a#1");
        assertThat(shown.history).containsExactly("{1=one}", "live");
    }

    @Test
    void aServerThatWillNotResumeASnapshotStartsItOver() {
        Shown shown = story.subscribe("a");
        story.server.accept().begin("a#1", 7).chunk("a#1", "r1", "1", "one");

        story.dropAndReconnect().reset("a#1").snapshot("a#1", 9, "2", "two");

        assertThat(shown.history).containsExactly("{2=two}", "live");
    }

    @Test
    void changesThatAreNotLiveWhenTheSocketBreaksAreVoid() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapshot("a#1", 7, "1", "one");
        story.dropAndReconnect().changes("a#1", put("1", "uno"));

        Line line = story.dropAndReconnect();
        line.changes("a#1", put("1", "eins")).live("a#1", 9);

        assertThat(line.asked()).containsExactly("a#1 e1 since 7");
        assertThat(shown.history).containsExactly("{1=one}", "live", "{1=eins}", "live");
    }

    @Test
    void anObjectThatWokeUpMayTellChangesAndLiveOnceMore() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one");

        line.changes("a#1", put("1", "uno"), gone("2")).live("a#1", 9).flush(10, changesOf("a#1", text("1", "eins")));

        assertThat(shown.history).containsExactly("{1=one}", "live", "{1=uno}", "live", "{1=eins}");
        assertThat(story.warnings).isEmpty();
    }

    /**
     * Two collections at 10 lose their socket while both change up to 20. The new socket breaks after a number of the
     * frames of the catch-up round, and the next one carries the round through. Whatever the place, nothing is missed.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aRoundThatBreaksAnywhereLosesNothing(int framesBeforeTheBreak) {
        Shown a = story.subscribe("a");
        Shown b = story.subscribe("b");
        story.server.accept().snapshot("a#1", 10, "1", "one").snapshot("b#2", 10, "1", "one");

        Line broken = story.dropAndReconnect();
        List<Runnable> round = List.of(
                () -> broken.changes("a#1", put("1", "uno")),
                () -> broken.live("a#1", 20),
                () -> broken.flush(21, changesOf("a#1", put("2", "due"))),
                () -> broken.changes("b#2", put("1", "uno")),
                () -> broken.live("b#2", 21));
        round.subList(0, framesBeforeTheBreak).forEach(Runnable::run);
        Line last = story.dropAndReconnect();

        long sinceA = framesBeforeTheBreak >= 3 ? 21 : framesBeforeTheBreak == 2 ? 20 : 10;
        long sinceB = framesBeforeTheBreak == 5 ? 21 : 10;
        assertThat(last.asked()).containsExactly("a#1 e1 since " + sinceA, "b#2 e1 since " + sinceB);
        if (sinceA < 21) {
            last.changes("a#1", put("1", "uno"), put("2", "due"));
        }
        last.live("a#1", 21);
        if (sinceB < 21) {
            last.changes("b#2", put("1", "uno"));
        }
        last.live("b#2", 21);
        assertThat(a.rows).hasToString("{1=uno, 2=due}");
        assertThat(b.rows).hasToString("{1=uno}");
        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 e1 since 21", "b#2 e1 since 21");
    }

    @Test
    void aFirstSnapshotInTheMiddleOfARoundMovesOnlyItsOwnPosition() {
        story.subscribe("a");
        story.server.accept().snapshot("a#1", 10);
        story.server.line().drop();
        story.subscribe("b");

        story.reconnect().snapshot("b#2", 20).flush(21);

        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 e1 since 10", "b#2 e1 since 21");
    }

    @Test
    void aPositionIsAskedForWithTheEpochItIsOf() {
        story.subscribe("a");
        Line line = story.server.accept().snapshot("a#1", 10);

        line.say(new ServerFrame.Flush(new Position(10), new Position(11), "e2", List.of(), List.of()));
        line.flush(12);

        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 e2 since 12");
    }

    @Test
    void aFlushThatIsMissingEndsTheConnectionBeforeAnythingOfTheNextIsSeen() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one");
        shown.history.clear();

        line.say(new ServerFrame.Flush(
                new Position(8), new Position(9), null, List.of(changesOf("a#1", put("1", "uno"))), List.of()));

        assertThat(line.closedWith).isEqualTo(1000);
        assertThat(shown.history).isEmpty();
        assertThat(story.warnings).singleElement().asString().contains("newest boundary is 7", "after 8");
        assertThat(story.reconnect().asked()).containsExactly("a#1 e1 since 7");
    }

    @Test
    void aFlushThatIsRepeatedChangesNothing() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one").flush(8, changesOf("a#1", put("2", "two")));

        line.say(new ServerFrame.Flush(
                Position.zero(), new Position(8), null, List.of(changesOf("a#1", put("2", "two"))), List.of()));

        assertThat(shown.history).containsExactly("{1=one}", "live", "{1=one, 2=two}");
        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 e1 since 8");
    }

    @Test
    void columnsOfARowThatIsNotThereMakeTheSubscriptionStartOver() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one");

        line.flush(8, changesOf("a#1", text("2", "due")));
        line.flush(9, changesOf("a#1", put("9", "under the old name"))).snapshot("a#2", 9, "1", "one", "2", "due");

        assertThat(line.asked()).containsExactly("a#1", "a#2");
        assertThat(line.frames()).contains(new ClientFrame.Unsub("a#1"));
        assertThat(shown.history).containsExactly("{1=one}", "live", "{1=one, 2=due}", "live");
    }

    @Test
    void aResetReplacesTheRowsWithoutAnEmptyMomentAndTellsOnlyWhatDiffers() {
        List<RowChange> seen = new ArrayList<>();
        Shown shown = new Shown() {
            @Override
            public void onBatch(List<RowChange> changes) {
                super.onBatch(changes);
                seen.addAll(changes);
            }
        };
        story.subscribe("a", shown);
        story.server.accept().snapshot("a#1", 50, "1", "one", "2", "two", "3", "three");
        seen.clear();

        Line line = story.dropAndReconnect();
        line.reset("a#1").snapshot("a#1", 3, "2", "two", "3", "tre", "4", "four");

        assertThat(shown.history).containsExactly("{1=one, 2=two, 3=three}", "live", "{2=two, 3=tre, 4=four}", "live");
        assertThat(seen).extracting(RowChange::key).containsExactlyInAnyOrder("1", "3", "4");
        assertThat(story.dropAndReconnect().asked()).containsExactly("a#1 e1 since 3");
    }

    @Test
    void aLiveSubscriptionIsResetToo() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one");

        line.reset("a#1").flush(8).snapshot("a#1", 8, "2", "two");

        assertThat(shown.history).containsExactly("{1=one}", "live", "{2=two}", "live");
    }

    @Test
    void aDropAfterAResetAsksForAFreshSnapshotAndShowsTheOldRowsMeanwhile() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapshot("a#1", 50, "1", "one");
        story.dropAndReconnect().reset("a#1").begin("a#1", 51);

        Line line = story.dropAndReconnect();

        assertThat(line.asked()).containsExactly("a#1");
        assertThat(shown.rows).hasToString("{1=one}");
        line.snapshot("a#1", 52, "3", "three");
        assertThat(shown.rows).hasToString("{3=three}");
    }

    @Test
    void aRefusalIsTold() {
        Shown shown = story.subscribe("a");
        story.server.accept().subError("a#1", "UNKNOWN_COLLECTION");

        assertThat(shown.history).containsExactly("refused UNKNOWN_COLLECTION");
    }

    @Test
    void whoIsRefusedLaterLosesTheRowsAndIsAskedForAgainOnTheNextSocket() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapshot("a#1", 7, "1", "one").subError("a#1", "FORBIDDEN");
        Line next = story.dropAndReconnect().snapshot("a#1", 8, "1", "one");

        assertThat(next.asked()).containsExactly("a#1");
        assertThat(shown.history).containsExactly("{1=one}", "live", "{}", "refused FORBIDDEN", "{1=one}", "live");
    }

    @Test
    void aPassingRefusalKeepsTheRowsAndAsksAgain() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapshot("a#1", 7, "1", "one");

        Line line = story.dropAndReconnect().subError("a#1", "TEMPORARILY_UNAVAILABLE");
        story.timers.advance(5_000);
        line.live("a#2", 9);

        assertThat(line.asked()).containsExactly("a#1 e1 since 7", "a#2 e1 since 7");
        assertThat(shown.history).containsExactly("{1=one}", "live", "live");
    }

    @Test
    void aServerThatSaysWhenIsAskedThen() {
        story.subscribe("a");
        Line line = story.server.accept();
        line.say(new ServerFrame.SubError("a#1", Refusal.of(ErrorCode.RATE_LIMITED, "slowly", 4_000)));

        story.timers.advance(3_999);
        assertThat(line.asked()).hasSize(1);
        story.timers.advance(1);

        assertThat(line.asked()).containsExactly("a#1", "a#2");
    }

    @Test
    void aRowThatSeveralSubscriptionsHoldLeavesWithTheLast() {
        Shown shown = new Shown();
        SyncedCollection collection = story.collection("a", shown);
        Subscription red = collection.subscribe(Selection.all(), shown);
        collection.subscribe(Selection.all(), shown);
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one", "2", "two");
        line.snapshot("a#2", 7, "2", "two", "3", "three");

        line.flush(8, changesOf("a#1", text("2", "due")), changesOf("a#2", text("2", "due")));
        line.flush(9, changesOf("a#1", gone("2")));
        line.flush(10, changesOf("a#2", text("2", "zwei")));
        red.cancel();
        line.flush(11, changesOf("a#2", gone("2")));

        assertThat(shown.history)
                .containsExactly(
                        "{1=one, 2=two}",
                        "live",
                        "{1=one, 2=two, 3=three}",
                        "live",
                        "{1=one, 2=due, 3=three}",
                        "{1=one, 2=zwei, 3=three}",
                        "{2=zwei, 3=three}",
                        "{3=three}");
    }

    @Test
    void aRowThatMovesBetweenSubscriptionsInOneFlushIsOneChange() {
        Shown shown = new Shown();
        SyncedCollection collection = story.collection("a", shown);
        collection.subscribe(Selection.all(), shown);
        collection.subscribe(Selection.all(), shown);
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one").snapshot("a#2", 7);
        shown.history.clear();

        line.flush(8, changesOf("a#1", gone("1")), changesOf("a#2", put("1", "uno")));
        line.flush(9, changesOf("a#1", put("1", "uno")), changesOf("a#2", gone("1")));

        assertThat(shown.history).containsExactly("{1=uno}");
    }

    @Test
    void whatIsNoFrameEndsTheConnectionAndItResumes() {
        Shown shown = story.subscribe("a");
        Line line = story.server.accept().snapshot("a#1", 7, "1", "one");

        line.listener.onBinary(new byte[] {(byte) 0xc1});

        assertThat(line.closedWith).isEqualTo(1007);
        assertThat(story.warnings).hasSize(1);
        assertThat(shown.rows).hasToString("{1=one}");
        assertThat(story.reconnect().asked()).containsExactly("a#1 e1 since 7");
    }

    @Test
    void aPieceWithoutABeginningAndRowsWithoutASnapshotEndTheConnection() {
        story.subscribe("a");
        Line first = story.server.accept().chunk("a#1", "r", "1", "one");
        Line second = story.reconnect().live("a#1", 7);

        assertThat(first.closedWith).isEqualTo(1007);
        assertThat(second.closedWith).isEqualTo(1007);
    }

    @Test
    void aDeletedObjectHasNoRows() {
        Shown shown = story.subscribe("a");
        story.server.accept().snapshot("a#1", 7, "1", "one").close(4410);

        assertThat(shown.history).containsExactly("{1=one}", "live", "{}", "closed GONE");
    }

    @Test
    void whatWasHandledIsAcknowledgedBeforeTheServerHoldsBack() {
        story.subscribe("a");
        Line line = story.server.accept().begin("a#1", 7);
        String text = "x".repeat(200);

        for (int i = 0; i < 10; i++) {
            line.chunk("a#1", "r" + i, "k" + i, text);
        }

        List<Double> acks = new ArrayList<>();
        for (ClientFrame frame : line.frames()) {
            if (frame instanceof ClientFrame.Ack ack) {
                acks.add(ack.bytes());
            }
        }
        assertThat(acks).hasSizeBetween(4, 6).isSorted();
        for (int i = 1; i < acks.size(); i++) {
            assertThat(acks.get(i) - acks.get(i - 1)).isBetween(500.0, (double) FakeServer.UNACKED_BYTES);
        }
    }
}
