package dev.samovar.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.gateway.JwtSigner;
import dev.samovar.testkit.DurableObjectHosts;
import dev.samovar.testkit.LocalRuntime;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.TestEnv;
import dev.samovar.testkit.WorkerHost;
import dev.samovar.testkit.WriteOutcome;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardWorkerTest {
    private static final String SECRET = "a secret of at least thirty-two characters";
    private static final String TEA = "https://team.example/tasks/tea";

    private final LocalRuntime runtime = LocalRuntime.create();
    private final TestEnv env = new TestEnv();
    private final DurableObjectHosts<TeamBoard> boards;
    private final WorkerHost<TestEnv> worker;
    /** Another Worker with a binding to the class. */
    private final WorkerHost<TestEnv> office;

    BoardWorkerTest() {
        boards = runtime.namespace("TeamBoard", TeamBoard::new, env);
        env.namespace("BOARD", boards);
        worker = runtime.worker(new BoardWorker(SECRET), env);
        office = runtime.worker(
                (request, bindings, context) -> request.url().pathname().equals("/token")
                        ? Response.text(
                                200,
                                JwtSigner.hs256(SECRET, BoardWorker.AUDIENCE)
                                        .sign(user(request), Map.of(), 60, context.globalScope()))
                        : bindings.durableObjectNamespace("BOARD")
                                .getByName("tea")
                                .fetch(request),
                env);
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void aPageHasWhatItsUserMaySee() {
        add("gina", "</script> & tea");

        Response page =
                worker.fetch(Request.of("GET", TEA, new Headers().set("cookie", "token=" + token("gina")), null));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("<main><ul><li>&lt;/script> &amp; tea</li></ul></main>")
                .contains("id=\"tasks\">{\"rows\":[{\"id\":\"1\",\"title\":\"\\u003c/script> & tea\",");
        assertThat(worker.fetch(Request.get(TEA)).status()).isEqualTo(401);
    }

    @Test
    void aPageHasNothingElse() {
        add("gina", "coffee");
        put("?user=gus&name=Gus&role=" + Member.GUEST);

        Response page =
                worker.fetch(Request.of("GET", TEA, new Headers().set("cookie", "token=" + token("gus")), null));

        assertThat(page.text()).contains("<ul></ul>").contains("{\"rows\":[],").doesNotContain("coffee");
    }

    private void add(String user, String title) {
        put("?user=" + user + "&name=" + user + "&role=" + Member.MEMBER);
        Map<String, Object> task = Map.of("id", "1", "title", title, "author", user, "done", false, "shared", false);
        WriteOutcome outcome =
                TestClient.connect(boards.host("tea"), user, Profile.SAMOVAR_1).insert("tasks", "1", task);
        assertThat(outcome.isCommitted()).isTrue();
    }

    private static String user(Request request) {
        return String.valueOf(request.url().searchParam("user"));
    }

    private String token(String user) {
        return office.fetch(Request.get("https://office.example/token?user=" + user))
                .text();
    }

    private void put(String query) {
        office.fetch(Request.of("PUT", "https://office.example/" + query, new Headers(), null));
    }
}
