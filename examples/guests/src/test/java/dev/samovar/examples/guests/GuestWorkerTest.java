package dev.samovar.examples.guests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.testkit.LocalRuntime;
import dev.samovar.testkit.TestEnv;
import dev.samovar.testkit.TestSocket;
import dev.samovar.testkit.WorkerHost;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.Env;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocketPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestWorkerTest {
    private static final String SECRET = "a secret that is long enough for HS256";

    private final LocalRuntime runtime = LocalRuntime.create();
    private final List<Request> admitted = new ArrayList<>();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void aGuestGetsATokenThatOpensTheObjectOfThatNameOnly() {
        WorkerHost<Env> worker = worker(env().variable("AUTH_SECRET", SECRET), "tea");

        TestSocket socket = worker.connect(Request.get("https://tea.test/sync/main?token=" + token(worker)));

        assertThat(socket.isOpen()).isTrue();
        assertThat(admitted).hasSize(1);
        assertThat(admitted.get(0).url().toString()).isEqualTo("https://tea.test/sync/main");
    }

    @Test
    void theTokenOfAnotherExampleOpensNothing() {
        WorkerHost<Env> other = worker(env().variable("AUTH_SECRET", SECRET), "coffee");
        WorkerHost<Env> worker = worker(env().variable("AUTH_SECRET", SECRET), "tea");

        Response response = worker.fetch(upgrade("https://tea.test/sync/main?token=" + token(other)));

        assertThat(response.status()).isEqualTo(401);
        assertThat(admitted).isEmpty();
    }

    @Test
    void withoutATokenNothingOpens() {
        WorkerHost<Env> worker = worker(env().variable("AUTH_SECRET", SECRET), "tea");

        assertThat(worker.fetch(upgrade("https://tea.test/sync/main")).status()).isEqualTo(401);
        assertThat(admitted).isEmpty();
    }

    @Test
    void withoutASecretNobodyComesInAndTheAnswerSaysWhatToDo() {
        Response response = signIn(worker(env(), "tea"));

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).contains("AUTH_SECRET is not set", ".dev.vars", "wrangler secret put AUTH_SECRET");
    }

    @Test
    void everythingElseIsThePage() {
        assertThat(worker(env(), "tea")
                        .fetch(Request.get("https://tea.test/main"))
                        .text())
                .isEqualTo("the page");
    }

    private TestEnv env() {
        return new TestEnv().fetcher("ASSETS", request -> Response.text(200, "the page"));
    }

    private WorkerHost<Env> worker(TestEnv env, String audience) {
        env.namespace("OBJECTS", runtime.namespace("Objects-" + audience, Recording::new, env));
        return runtime.worker(new GuestWorker(audience, "OBJECTS"), env);
    }

    private static Request upgrade(String url) {
        return Request.of("GET", url, new Headers().set("upgrade", "websocket"), null);
    }

    private String token(WorkerHost<Env> worker) {
        Object json = runtime.json().parse(signIn(worker).text());
        return json instanceof Map<?, ?> map ? String.valueOf(map.get("token")) : "";
    }

    private static Response signIn(WorkerHost<Env> worker) {
        Headers json = new Headers().set("content-type", "application/json");
        return worker.fetch(Request.of("POST", "https://tea.test/auth/guest", json, "{\"name\": \"alice\"}"));
    }

    /** An object that writes down who reached it. */
    private final class Recording extends DurableObject {
        @Override
        public Response fetch(Request request) {
            admitted.add(request);
            WebSocketPair pair = ctx().globalScope().newWebSocketPair();
            ctx().acceptWebSocket(pair.server(), "test");
            return Response.webSocket(pair.client(), new Headers());
        }
    }
}
