package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a client of the reference profile may rely on that keeps one position for all of its subscriptions, as foreign
 * clients do: PROTOCOL.md, 5.7.
 *
 * <p>If it moves the position only when all have answered, a drop at any frame of a resubscribe round loses nothing. If
 * it moves it at every frame that carries one, that holds for a drop before the first such frame, for one after all
 * have answered, and for whoever has one subscription. Between them nothing is promised: the answer to one subscription
 * moves the position past what another was not told yet, and no server can know how many are still to come.
 */
class OneCursorTest {
    private record View(
            String sub, String collection, @Nullable Predicate filter, String condition) {
        Map<String, Value.Map> expected(Cups cups) {
            return collection.equals("cups") ? cups.cups(condition) : cups.saucers(condition);
        }
    }

    private static final List<View> VIEWS = List.of(
            new View("1", "cups", null, "true"),
            new View("2", "cups", Predicate.gte("size", 10), "size >= 10"),
            new View("3", "saucers", Predicate.gte("size", 10), "size >= 10"),
            new View("4", "saucers", null, "true"));

    @Test
    void whoMovesItWhenAllHaveAnsweredLosesNothingAtAnyFrame() {
        int scenarios = ResubscribeRoundTest.atEveryFrame(
                (missed, isBusy, frames) -> round(VIEWS, false, missed, isBusy, frames).isCut);

        assertThat(scenarios).isGreaterThanOrEqualTo(ResubscribeRoundTest.FEWEST_SCENARIOS);
    }

    @Test
    void whoMovesItAtEveryPositionLosesNothingBeforeTheFirstAndWhenAllHaveAnswered() {
        int[] guaranteed = {0};
        int[] lost = {0};
        ResubscribeRoundTest.atEveryFrame((missed, isBusy, frames) -> {
            Outcome outcome = outcome(VIEWS, true, missed, isBusy, frames);
            if (outcome.positions == 0 || !outcome.isCut) {
                outcome.assertConverged();
                guaranteed[0]++;
            } else if (!outcome.seen.equals(outcome.expected)) {
                lost[0]++;
            }
            return outcome.isCut;
        });

        assertThat(guaranteed[0]).isGreaterThan(2 * ResubscribeRoundTest.Missed.values().length);
        assertThat(lost[0]).as("what these rounds put to the test does happen").isPositive();
    }

    @Test
    void whoHasOneSubscriptionLosesNothingHoweverItMovesIt() {
        for (View view : VIEWS) {
            ResubscribeRoundTest.atEveryFrame(
                    (missed, isBusy, frames) -> round(List.of(view), true, missed, isBusy, frames).isCut);
        }
    }

    private static Outcome round(
            List<View> views, boolean isEager, ResubscribeRoundTest.Missed missed, boolean isBusy, int frames) {
        Outcome outcome = outcome(views, isEager, missed, isBusy, frames);
        outcome.assertConverged();
        return outcome;
    }

    /**
     * @param isCut whether the connection was lost before the round was complete
     * @param positions how many frames with a position came before
     */
    private record Outcome(
            String what,
            boolean isCut,
            int positions,
            List<Map<String, Value.Map>> seen,
            List<Map<String, Value.Map>> expected) {
        void assertConverged() {
            assertThat(seen).as(what).isEqualTo(expected);
        }
    }

    private static Outcome outcome(
            List<View> views, boolean isEager, ResubscribeRoundTest.Missed missed, boolean isBusy, int frames) {
        try (Cups cups = new Cups()) {
            cups.add(10, "a", "b", "c");
            cups.write("INSERT INTO saucers (id, size) VALUES ('s1', 1), ('s2', 20)");
            Client client = new Client(cups, views, isEager);
            client.connect(false);
            client.take(Integer.MAX_VALUE);
            client.drop();
            missed.happen(cups);

            client.connect(isBusy);
            int positions = client.take(frames);
            boolean isCut = !client.haveAllAnswered();
            client.drop();
            cups.write("INSERT INTO saucers (id, size) VALUES ('s5', 50)");
            client.connect(false);
            client.take(Integer.MAX_VALUE);
            cups.write("UPDATE saucers SET name = 'after'");
            client.take(Integer.MAX_VALUE);
            return new Outcome(
                    missed + (isBusy ? ", busy" : "") + ", dropped after " + frames,
                    isCut,
                    positions,
                    views.stream().map(client::rows).toList(),
                    views.stream().map(view -> view.expected(cups)).toList());
        }
    }

    /** Keeps rows over its connections, and one position. */
    private static final class Client {
        private final Cups cups;
        private final List<View> views;
        private final boolean isEager;
        private final Map<String, Map<String, Value.Map>> rows = new LinkedHashMap<>();
        private final Set<String> answered = new HashSet<>();
        private Position reached = Position.zero();
        private Position cursor = Position.zero();
        private @Nullable TestClient line;

        Client(Cups cups, List<View> views, boolean isEager) {
            this.cups = cups;
            this.views = views;
            this.isEager = isEager;
        }

        void connect(boolean isBusy) {
            line = cups.connect("alice", Profile.REFERENCE);
            answered.clear();
            reached = cursor;
            for (View view : views) {
                Value where = view.filter == null ? null : view.filter.toValue();
                String since = cursor.equals(Position.zero()) ? null : cursor.toString();
                line().send(new ClientFrame.Sub(view.sub, view.collection, where, null, null, null, since));
                ResubscribeRoundTest.writeIf(isBusy, cups);
            }
        }

        void drop() {
            line().drop();
        }

        boolean haveAllAnswered() {
            return answered.size() == views.size();
        }

        Map<String, Value.Map> rows(View view) {
            return Objects.requireNonNull(rows.get(view.sub));
        }

        /**
         * Takes in so many frames; the others are lost.
         *
         * @return how many of them carried a position
         */
        int take(int frames) {
            List<ServerFrame> come = line().frames();
            int positions = 0;
            for (ServerFrame frame : come.subList(0, Math.min(frames, come.size()))) {
                positions += take(frame) ? 1 : 0;
            }
            return positions;
        }

        private boolean take(ServerFrame frame) {
            if (frame instanceof ServerFrame.Snap snap) {
                rowsOf(snap.sub()).put(snap.key(), (Value.Map) snap.row());
            } else if (frame instanceof ServerFrame.Delta delta && delta.op() == Operation.DELETE) {
                rowsOf(delta.sub()).remove(delta.key());
            } else if (frame instanceof ServerFrame.Delta delta) {
                rowsOf(delta.sub()).put(delta.key(), (Value.Map) Objects.requireNonNull(delta.cols()));
            } else if (frame instanceof ServerFrame.SnapEnd end) {
                return isAt(end.seq(), end.sub());
            } else if (frame instanceof ServerFrame.UpToDate upToDate) {
                return isAt(upToDate.seq(), upToDate.sub());
            }
            return false;
        }

        private boolean isAt(Position position, @Nullable String sub) {
            if (sub != null) {
                answered.add(sub);
            }
            reached = position.isAfter(reached) ? position : reached;
            if (isEager || haveAllAnswered()) {
                cursor = reached;
            }
            return true;
        }

        private Map<String, Value.Map> rowsOf(String sub) {
            return rows.computeIfAbsent(sub, key -> new LinkedHashMap<>());
        }

        private TestClient line() {
            return Objects.requireNonNull(line);
        }
    }
}
