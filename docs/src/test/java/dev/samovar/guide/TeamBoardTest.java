package dev.samovar.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Handshake;
import dev.samovar.protocol.Peer;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.RecordingConsole;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.TestEnv;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TeamBoardTest {
    private final List<Request> mails = new ArrayList<>();
    private int mailStatus = 202;

    private final TestEnv env = new TestEnv()
            .fetcher("MAIL", mail -> {
                mails.add(mail);
                return Response.text(mailStatus, "");
            })
            .fetcher("TRACKER", request -> Response.json(200, "[\"old\", \"older\"]"));

    private final DurableObjectHost<TeamBoard> board =
            DurableObjectHost.<TeamBoard>builder(TeamBoard::new).env(env).start();

    @BeforeEach
    void aTeam() {
        putMember("alice", Member.MEMBER);
        putMember("bob", Member.MEMBER);
        putMember("gina", Member.GUEST);
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void aTaskOfOneMemberIsSeenByTheOther() {
        TestClient alice = TestClient.connect(board, "alice", Profile.SAMOVAR_1);
        TestClient bob = TestClient.connect(board, "bob", Profile.SAMOVAR_1);
        LiveRows seenByBob = bob.subscribe("tasks");

        WriteOutcome outcome = alice.insert("tasks", "1", task("alice", Map.of("title", "buy tea")));
        board.clock().advance(Duration.ofMillis(50));

        assertThat(outcome.isCommitted()).isTrue();
        assertThat(seenByBob.row("1").get("title")).isEqualTo(Value.of("buy tea"));
        assertThat(seenByBob.row("1").get("done")).isEqualTo(Value.of(false));
    }

    @Test
    void nobodyAddsATaskInAnothersName() {
        TestClient alice = TestClient.connect(board, "alice", Profile.SAMOVAR_1);

        WriteOutcome outcome = alice.insert("tasks", "1", task("bob", Map.of()));

        assertThat(outcome.rejection().code()).isEqualTo("FORBIDDEN");
        assertThat(alice.subscribe("tasks").rows()).isEmpty();
    }

    @Test
    void onlyTheAuthorDeletesATaskAndNobodyGivesItAway() {
        TestClient alice = TestClient.connect(board, "alice");
        TestClient bob = TestClient.connect(board, "bob");
        alice.insert("tasks", "1", task("alice", Map.of()));

        assertThat(bob.update("tasks", "1", Map.of("author", "bob")).rejection().message())
                .isEqualTo("a task keeps its author");
        assertThat(bob.delete("tasks", "1").rejection().message()).isEqualTo("not your task");
        assertThat(alice.delete("tasks", "1").isCommitted()).isTrue();
    }

    @Test
    void allThatIsWrongWithATaskIsToldAtOnce() {
        TestClient alice = TestClient.connect(board, "alice");

        WriteOutcome outcome = alice.insert("tasks", "1", task("alice", Map.of("title", "", "due_at", -1)));

        assertThat(outcome.rejection().message())
                .isEqualTo("validation failed: title must have 1 to 200 characters; due_at must be at least 0");
    }

    @Test
    void whatTheObjectAloneWritesIsNoColumnOfTheRecord() {
        TestClient alice = TestClient.connect(board, "alice");

        WriteOutcome outcome = alice.insert("tasks", "1", task("alice", Map.of("overdue", true)));

        assertThat(outcome.rejection().message()).isEqualTo("validation failed: unknown column overdue");
    }

    @Test
    void aFullBoardTakesNoTask() {
        board.sql().exec("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                INSERT INTO tasks (id, title, author, done, shared) SELECT 'old' || i, 'old', 'bob', 0, 0 FROM n""");
        TestClient alice = TestClient.connect(board, "alice");

        assertThat(alice.insert("tasks", "1", task("alice", Map.of()))
                        .rejection()
                        .code())
                .isEqualTo("LIMIT_EXCEEDED");
        alice.update("tasks", "old1", Map.of("done", true));
        assertThat(alice.insert("tasks", "1", task("alice", Map.of())).isCommitted())
                .isTrue();
    }

    @Test
    void guestsSeeSharedTasksAndSeeThemLeave() {
        TestClient alice = TestClient.connect(board, "alice", Profile.SAMOVAR_1);
        TestClient gina = TestClient.connect(board, "gina", Profile.SAMOVAR_1);
        LiveRows seenByGina = gina.subscribe("tasks");
        alice.insert("tasks", "1", task("alice", Map.of("shared", true)));
        alice.insert("tasks", "hush", task("alice", Map.of("shared", false)));
        board.clock().advance(Duration.ofMillis(50));

        assertThat(seenByGina.rows()).containsOnlyKeys("1");
        assertThat(gina.received().contains("hush")).isFalse();

        alice.update("tasks", "1", Map.of("shared", false));
        board.clock().advance(Duration.ofMillis(50));
        assertThat(seenByGina.rows()).isEmpty();
    }

    @Test
    void strangersSeeNothing() {
        TestClient alice = TestClient.connect(board, "alice");
        TestClient eve = TestClient.connect(board, "eve");
        alice.insert("tasks", "1", task("alice", Map.of("shared", true)));

        assertThat(eve.subscribe("tasks").rows()).isEmpty();
        assertThat(eve.subscribe("members").rows()).isEmpty();
        assertThat(eve.delete("tasks", "1").rejection().message()).isEqualTo("only members delete tasks");
        assertThat(eve.delete("tasks", "2").rejection().message()).isEqualTo("only members delete tasks");
        assertThat(eve.call("finishAll", Map.of("assignee", "alice"))
                        .rejection()
                        .code())
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void finishingAllTellsHowMany() {
        TestClient alice = TestClient.connect(board, "alice");
        alice.insert("tasks", "1", task("alice", Map.of("assignee", "bob")));
        alice.insert("tasks", "2", task("alice", Map.of("assignee", "bob")));
        alice.insert("tasks", "3", task("alice", Map.of("assignee", "alice")));

        WriteOutcome finished = alice.call("finishAll", Map.of("assignee", "bob"));

        assertThat(finished.result()).isEqualTo(Value.map("tasks", Value.of(2)));
        assertThat(alice.call("finishAll").rejection().message()).isEqualTo("validation failed: assignee is missing");
    }

    @Test
    void importedTasksReachEveryone() {
        TestClient alice = TestClient.connect(board, "alice");
        LiveRows seenByBob = TestClient.connect(board, "bob").subscribe("tasks");

        WriteOutcome imported = alice.call("importTasks");
        board.clock().advance(Duration.ofMillis(50));

        assertThat(imported.result()).isEqualTo(Value.map("tasks", Value.of(2)));
        assertThat(seenByBob.rows()).containsOnlyKeys("tracker old", "tracker older");
    }

    @Test
    void theAssigneeIsToldAlthoughTheMailServiceWasDown() {
        TestClient alice = TestClient.connect(board, "alice");
        mailStatus = 503;
        alice.insert("tasks", "1", task("alice", Map.of("assignee", "bob")));

        board.evict(WebSockets.HIBERNATE);
        mailStatus = 202;
        board.runAlarm();

        assertThat(mails).hasSize(2);
        assertThat(mails.get(1).headers().get("idempotency-key"))
                .isEqualTo(mails.get(0).headers().get("idempotency-key"));
    }

    @Test
    void aTaskThatIsNotDoneInTimeIsOverdue() {
        TestClient alice = TestClient.connect(board, "alice", Profile.SAMOVAR_1);
        LiveRows tasks = alice.subscribe("tasks");
        long inAnHour = board.clock().millis() + 3_600_000;
        alice.insert("tasks", "1", task("alice", Map.of("due_at", inAnHour)));
        alice.insert("tasks", "2", task("alice", Map.of("due_at", inAnHour)));
        alice.update("tasks", "2", Map.of("done", true));

        board.evict(WebSockets.HIBERNATE);
        board.clock().advance(Duration.ofHours(1));

        assertThat(tasks.row("1").get("overdue")).isEqualTo(Value.of(true));
        assertThat(tasks.row("2").get("overdue")).isEqualTo(Value.of(false));
    }

    @Test
    void whoBecomesAMemberSeesEverythingAtOnce() {
        TestClient alice = TestClient.connect(board, "alice", Profile.SAMOVAR_1);
        TestClient gina = TestClient.connect(board, "gina", Profile.SAMOVAR_1);
        LiveRows seenByGina = gina.subscribe("tasks");
        alice.insert("tasks", "1", task("alice", Map.of()));

        putMember("gina", Member.MEMBER);
        board.clock().advance(Duration.ofMillis(50));

        assertThat(seenByGina.rows()).containsOnlyKeys("1");
        assertThat(seenByGina.resetReason()).isEqualTo(ResetReason.SCOPE);
    }

    @Test
    void whoIsDismissedIsSentAwayAndSeesNothingOnComingBack() {
        TestClient alice = TestClient.connect(board, "alice");
        TestClient bob = TestClient.connect(board, "bob");
        LiveRows seenByBob = bob.subscribe("tasks");
        alice.insert("tasks", "1", task("alice", Map.of()));

        board.fetch(Request.of("DELETE", "https://board.example/?user=bob", new Headers(), null));
        assertThat(bob.socket().closeCode()).isEqualTo(CloseCode.FORBIDDEN);

        bob.reconnect();
        assertThat(seenByBob.rows()).isEmpty();
    }

    @Test
    void membersSeeWhoIsThere() {
        TestClient alice = TestClient.connect(board, "alice", Profile.SAMOVAR_1);
        TestClient gina = TestClient.connect(board, "gina", Profile.SAMOVAR_1);
        alice.send(new ClientFrame.Join(Value.of("reading")));
        gina.send(new ClientFrame.Join(null));
        board.clock().advance(Duration.ofMillis(50));

        assertThat(alice.conversation().peers().values()).extracting(Peer::who).containsExactly("alice");
        assertThat(gina.conversation().peers()).isEmpty();
    }

    @Test
    void whoWritesTooOftenIsAskedToWait() {
        TestClient alice = TestClient.connect(board, "alice");
        WriteOutcome last = alice.delete("tasks", "0");
        for (int i = 0; i < 500; i++) {
            last = alice.delete("tasks", "0");
        }

        assertThat(last.rejection().code()).isEqualTo("RATE_LIMITED");
        assertThat(last.rejection().retryAfter()).isEqualTo(20);
    }

    @Test
    void refusedWritesAreLogged() {
        TestClient gina = TestClient.connect(board, "gina");

        gina.insert("tasks", "1", task("gina", Map.of()));

        assertThat(board.console().messages(RecordingConsole.Level.WARN))
                .containsExactly("A mut was refused: FORBIDDEN");
    }

    @Test
    void aSnapshotHasTheTasksThatItsUserMaySee() {
        TestClient alice = TestClient.connect(board, "alice");
        alice.insert("tasks", "1", task("alice", Map.of("title", "buy tea", "shared", true)));
        alice.insert("tasks", "2", task("alice", Map.of("title", "surprise party")));

        assertThat(board.fetch(pageFor("alice")).text()).contains("buy tea", "surprise party");
        assertThat(board.fetch(pageFor("gina")).text()).contains("buy tea").doesNotContain("surprise party");
    }

    private static Request pageFor(String user) {
        String claims = "{\"sub\":\"" + user + "\"}";
        String header = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return Request.of("GET", "https://board.example/", new Headers().set(Handshake.CLAIMS_HEADER, header), null);
    }

    @Test
    void anObjectThatIsDeletedTellsItsClients() {
        TestClient alice = TestClient.connect(board, "alice");

        board.fetch(Request.of("DELETE", "https://board.example/", new Headers(), null));

        assertThat(alice.socket().closeCode()).isEqualTo(CloseCode.GONE);
    }

    private void putMember(String user, String role) {
        String url = "https://board.example/?user=" + user + "&name=" + user + "&role=" + role;
        board.fetch(Request.of("PUT", url, new Headers(), null));
    }

    /** A task as a client sends it. */
    private static Map<String, @Nullable Object> task(String author, Map<String, Object> more) {
        Map<String, @Nullable Object> task = new HashMap<>();
        task.put("title", "untitled");
        task.put("author", author);
        task.put("done", false);
        task.put("shared", false);
        task.putAll(more);
        return task;
    }
}
