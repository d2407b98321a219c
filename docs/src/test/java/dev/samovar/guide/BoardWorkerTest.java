package dev.samovar.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.gateway.JwtSigner;
import dev.samovar.testkit.LocalRuntime;
import dev.samovar.testkit.TestEnv;
import dev.samovar.testkit.WorkerHost;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardWorkerTest {
    private static final String SECRET = "a secret of at least thirty-two characters";
    private static final String TEA = "https://team.example/board/tea";

    private final LocalRuntime runtime = LocalRuntime.create();
    private final TestEnv env = new TestEnv();
    private final WorkerHost<TestEnv> worker;
    /** Another Worker with a binding to the class. */
    private final WorkerHost<TestEnv> office;

    BoardWorkerTest() {
        env.namespace("BOARD", runtime.namespace("TeamBoard", TeamBoard::new, env));
        worker = runtime.worker(new BoardWorker(SECRET), env);
        office = runtime.worker(
                (request, bindings, context) -> request.url().pathname().equals("/token")
                        ? Response.text(
                                200,
                                JwtSigner.hs256(SECRET, BoardWorker.AUDIENCE)
                                        .sign("gina", Map.of(), 60, context.globalScope()))
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
        put("?user=gina&name=Gina&role=" + Member.GUEST);
        String token = office.fetch(Request.get("https://office.example/token")).text();

        Response page =
                worker.fetch(Request.of("GET", TEA, new Headers().set("authorization", "Bearer " + token), null));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).isEqualTo("[]");
        assertThat(worker.fetch(Request.get(TEA)).status()).isEqualTo(401);
    }

    private void put(String query) {
        office.fetch(Request.of("PUT", "https://office.example/" + query, new Headers(), null));
    }
}
