package dev.samovar.examples.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Duration BATCH = Duration.ofMillis(100);
    private static final Duration TICK = Duration.ofMillis(50);

    private final DurableObjectHost<Board> board = DurableObjectHost.of(Board::new);
    private final TestClient alice = TestClient.connect(board, "alice", Profile.SAMOVAR_1);
    private final TestClient bob = TestClient.connect(board, "bob", Profile.SAMOVAR_1);

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void aNewBoardHasItsTasksEachWithATitleAndATimeOfItsOwn() {
        assertThat(number("SELECT COUNT(*) FROM tasks")).isEqualTo(Backlog.TASKS);
        assertThat(number("SELECT COUNT(DISTINCT title) FROM tasks")).isEqualTo(Backlog.TASKS);
        assertThat(number("SELECT MAX(updated_at) FROM tasks"))
                .isEqualTo(board.clock().millis());
    }

    @Test
    void aVoteLiftsATaskToTheTopForEveryone() {
        LiveRows seenByBob = bob.subscribe(newest(10));
        assertThat(seenByBob.rows()).hasSize(10).doesNotContainKey("task-4711");
        long before = number("SELECT votes FROM tasks WHERE id = 'task-4711'");

        WriteOutcome vote = alice.call("vote", Map.of("task", "task-4711"));
        board.clock().advance(TICK);

        assertThat(vote.result()).isEqualTo(Value.map("votes", Value.of(before + 1)));
        assertThat(top(1)).containsExactly("task-4711");
        assertThat(seenByBob.rows()).hasSize(10);
        assertThat(seenByBob.row("task-4711").get("votes")).isEqualTo(Value.of(before + 1));
    }

    @Test
    void votesOfOneMomentHaveTimesInTheirOrder() {
        alice.call("vote", Map.of("task", "task-1"));
        alice.call("vote", Map.of("task", "task-2"));
        alice.call("vote", Map.of("task", "task-1"));

        assertThat(top(2)).containsExactly("task-1", "task-2");
    }

    @Test
    void nobodyVotesForWhatIsNotThereOrWritesATaskOtherwise() {
        assertThat(alice.call("vote", Map.of("task", "task-0")).rejection().code())
                .isEqualTo("NOT_FOUND");
        assertThat(alice.update("tasks", "task-1", Map.of("votes", 1_000))
                        .rejection()
                        .code())
                .isEqualTo("NO_HANDLER");
    }

    @Test
    void theFirehoseChangesManyTasksASecondAndStopsByItself() {
        WriteOutcome opened = alice.call("openFirehose");
        assertThat(opened.result())
                .isEqualTo(
                        Value.map("seconds", Value.of(Firehose.SECONDS), "perSecond", Value.of(Firehose.PER_SECOND)));

        List<Long> perSecond = new ArrayList<>();
        for (int second = 0; second < Firehose.SECONDS + 2; second++) {
            long before = votes();
            for (int batch = 0; batch < 10; batch++) {
                board.clock().advance(BATCH);
            }
            perSecond.add(votes() - before);
        }

        assertThat(perSecond.subList(0, Firehose.SECONDS)).containsOnly((long) Firehose.PER_SECOND);
        assertThat(perSecond.subList(Firehose.SECONDS, perSecond.size())).containsOnly(0L);
    }

    @Test
    void twoWhoOpenTheFirehoseGetNoMoreThanOne() {
        alice.call("openFirehose");
        bob.call("openFirehose");
        long before = votes();

        board.clock().advance(BATCH);

        assertThat(votes() - before).isEqualTo(Firehose.PER_SECOND / 10);
    }

    @Test
    void theFirehoseEndsWithTheInstance() {
        alice.call("openFirehose");

        board.evict(WebSockets.HIBERNATE);
        alice.call("vote", Map.of("task", "task-1"));
        long before = votes();
        board.clock().advance(BATCH);

        assertThat(votes()).isEqualTo(before);
    }

    @Test
    void aWindowIsTheTopOfTheTableWhileTheFirehoseRuns() {
        LiveRows window = bob.subscribe(newest(50));
        alice.call("openFirehose");

        for (int batch = 0; batch < 20; batch++) {
            board.clock().advance(BATCH);
        }
        board.clock().advance(TICK);

        assertThat(window.rows().keySet()).containsExactlyInAnyOrderElementsOf(top(50));
    }

    private static Selection newest(int limit) {
        return Selection.of("tasks").orderBy("updated_at desc").limit(limit);
    }

    private List<String> top(int limit) {
        List<String> ids = new ArrayList<>();
        var cursor = board.sql().exec("SELECT id FROM tasks ORDER BY updated_at DESC LIMIT ?", limit);
        while (cursor.next()) {
            ids.add(cursor.getString(0));
        }
        return ids;
    }

    private long votes() {
        return number("SELECT SUM(votes) FROM tasks");
    }

    private long number(String query) {
        return board.sql().exec(query).one().getLong(0);
    }
}
