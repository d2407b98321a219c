package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A connection that is lost again while its subscriptions catch up, at every frame in between: PROTOCOL.md, 5.7. All
 * four must converge whatever had come, because each goes on from a position of its own.
 */
class ResubscribeRoundTest {
    /** What happens while the client is away. */
    private enum Missed {
        CHANGES_EVERYWHERE,
        CHANGES_OF_THE_LAST_TABLE,
        ROWS_THAT_COME_AND_LEAVE
    }

    private static final int MOST_FRAMES = 40;

    static Stream<Arguments> rounds() {
        return Stream.of(Profile.values())
                .flatMap(profile -> Stream.of(Missed.values()).map(missed -> Arguments.of(profile, missed)));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void aDropAtAnyFrameOfTheRoundLosesNothing(Profile profile, Missed missed) {
        int frames = 0;
        boolean wasCut = true;
        while (wasCut) {
            assertThat(frames).isLessThan(MOST_FRAMES);
            wasCut = round(profile, missed, frames++);
        }
        assertThat(frames).isGreaterThan(4);
    }

    /** @return whether the connection was lost before the round was complete */
    private static boolean round(Profile profile, Missed missed, int framesBeforeTheDrop) {
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
            change(cups, missed);

            alice.reconnectAndTakeAtMost(framesBeforeTheDrop);
            boolean isComplete = views.stream().allMatch(LiveRows::isCaughtUp);
            // Frames of this change are boundaries too, for those of the round that are complete by now.
            cups.write("UPDATE cups SET name = 'live' WHERE id = 'a'");
            views.forEach(LiveRows::rows);
            alice.drop();
            cups.write("INSERT INTO saucers (id, size) VALUES ('s5', 50)");
            alice.reconnect();
            cups.write("UPDATE saucers SET name = 'after'");

            String as = profile + " " + missed + ", dropped after " + framesBeforeTheDrop;
            assertThat(views.get(0).rows()).as(as).isEqualTo(cups.cups("true"));
            assertThat(views.get(1).rows()).as(as).isEqualTo(cups.cups("size >= 10"));
            assertThat(views.get(2).rows()).as(as).isEqualTo(cups.saucers("size >= 10"));
            assertThat(views.get(3).rows()).as(as).isEqualTo(cups.saucers("true"));
            return !isComplete;
        }
    }

    private static void change(Cups cups, Missed missed) {
        switch (missed) {
            case CHANGES_EVERYWHERE -> {
                cups.write("UPDATE cups SET name = 'changed'");
                cups.write("UPDATE saucers SET name = 'changed'");
                cups.write("DELETE FROM cups WHERE id = 'b'");
            }
            case CHANGES_OF_THE_LAST_TABLE -> cups.write("INSERT INTO saucers (id, size) VALUES ('s3', 3)");
            case ROWS_THAT_COME_AND_LEAVE -> {
                cups.write("UPDATE cups SET size = 1 WHERE id = 'c'");
                cups.write("UPDATE saucers SET size = 21 - size");
                cups.add(30, "d");
            }
        }
    }
}
