package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A connection that is lost again while its subscriptions catch up, at every frame in between: PROTOCOL.md, 5.7. All
 * four must converge whatever had come, because each goes on from a position of its own.
 */
class ResubscribeRoundTest {
    /** What happens while the client is away. */
    enum Missed {
        CHANGES_EVERYWHERE {
            @Override
            void happen(Cups cups) {
                cups.write("UPDATE cups SET name = 'changed'");
                cups.write("UPDATE saucers SET name = 'changed'");
                cups.write("DELETE FROM cups WHERE id = 'b'");
            }
        },
        CHANGES_OF_THE_LAST_TABLE {
            @Override
            void happen(Cups cups) {
                cups.write("INSERT INTO saucers (id, size) VALUES ('s3', 3)");
            }
        },
        ROWS_THAT_COME_AND_LEAVE {
            @Override
            void happen(Cups cups) {
                cups.write("UPDATE cups SET size = 1 WHERE id = 'c'");
                cups.write("UPDATE saucers SET size = 21 - size");
                cups.add(30, "d");
            }
        };

        abstract void happen(Cups cups);
    }

    /** Four subscriptions, three kinds of changes, with and without a live one: at least so many frames to drop at. */
    static final int FEWEST_SCENARIOS = 30;

    private static final int MOST_FRAMES = 40;

    /** One round, dropped behind so many frames. */
    @FunctionalInterface
    interface Round {
        /** Says whether the connection was lost before the round was complete. */
        boolean run(Missed missed, boolean isBusy, int framesBeforeTheDrop);
    }

    /** Runs a round for each frame there is to drop it at, and says how many it were. */
    static int atEveryFrame(Round round) {
        int scenarios = 0;
        for (Missed missed : Missed.values()) {
            for (boolean isBusy : List.of(false, true)) {
                int frames = 0;
                while (round.run(missed, isBusy, frames)) {
                    frames++;
                    assertThat(frames).isBetween(1, MOST_FRAMES);
                }
                scenarios += frames + 1;
            }
        }
        return scenarios;
    }

    @ParameterizedTest
    @EnumSource
    void aDropAtAnyFrameOfTheRoundLosesNothing(Profile profile) {
        int scenarios = atEveryFrame((missed, isBusy, frames) -> round(profile, missed, isBusy, frames));

        assertThat(scenarios).isGreaterThanOrEqualTo(FEWEST_SCENARIOS);
    }

    /** What is told of it is a boundary too, for those of the round that have answered by now. */
    static void writeIf(boolean isBusy, Cups cups) {
        if (isBusy) {
            cups.write("UPDATE cups SET name = name || '+' WHERE id = 'a'");
        }
    }

    /** @return whether the connection was lost before the round was complete */
    private static boolean round(Profile profile, Missed missed, boolean isBusy, int framesBeforeTheDrop) {
        try (Cups cups = new Cups()) {
            cups.add(10, "a", "b", "c");
            cups.write("INSERT INTO saucers (id, size) VALUES ('s1', 1), ('s2', 20)");
            TestClient alice = cups.connect("alice", profile);
            List<LiveRows> views = new ArrayList<>();
            views.add(alice.subscribe("cups"));
            views.add(alice.subscribe(Cups.where(Predicate.gte("size", 10))));
            views.add(alice.subscribe(
                    Selection.of("saucers").where(Predicate.gte("size", 10).toValue())));
            views.add(alice.subscribe("saucers"));
            assertThat(views).allMatch(LiveRows::isCaughtUp);
            alice.drop();
            missed.happen(cups);

            alice.reconnectAndTakeAtMost(framesBeforeTheDrop, () -> writeIf(isBusy, cups));
            boolean isComplete = views.stream().allMatch(LiveRows::isCaughtUp);
            views.forEach(LiveRows::rows);
            alice.drop();
            cups.write("INSERT INTO saucers (id, size) VALUES ('s5', 50)");
            alice.reconnect();
            cups.write("UPDATE saucers SET name = 'after'");

            String as = profile + " " + missed + (isBusy ? ", busy" : "") + ", dropped after " + framesBeforeTheDrop;
            assertThat(views.get(0).rows()).as(as).isEqualTo(cups.cups("true"));
            assertThat(views.get(1).rows()).as(as).isEqualTo(cups.cups("size >= 10"));
            assertThat(views.get(2).rows()).as(as).isEqualTo(cups.saucers("size >= 10"));
            assertThat(views.get(3).rows()).as(as).isEqualTo(cups.saucers("true"));
            return !isComplete;
        }
    }
}
