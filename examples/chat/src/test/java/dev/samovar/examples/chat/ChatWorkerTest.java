package dev.samovar.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.gateway.JwtVerifier;
import dev.samovar.testkit.LocalRuntime;
import dev.samovar.testkit.TestEnv;
import dev.samovar.testkit.TestSocket;
import dev.samovar.testkit.WorkerHost;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatWorkerTest {
    private static final String SECRET = "a secret that is long enough for HS256";

    private final LocalRuntime runtime = LocalRuntime.create();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void aGuestGetsATokenThatOpensARoom() {
        WorkerHost<ChatEnv> worker = worker(env().variable("AUTH_SECRET", SECRET));

        Map<?, ?> guest = json(signIn(worker, "{\"name\": \"alice\"}"));
        TestSocket socket = worker.connect(Request.get("https://chat.test/sync/lobby?token=" + guest.get("token")));

        assertThat((String) guest.get("userId")).matches("alice-[a-z2-9]{4}");
        assertThat(socket.isOpen()).isTrue();
    }

    @Test
    void twoGuestsOfOneNameAreTwoAuthors() {
        WorkerHost<ChatEnv> worker = worker(env().variable("AUTH_SECRET", SECRET));

        Object first = json(signIn(worker, "{\"name\": \"alice\"}")).get("userId");
        Object second = json(signIn(worker, "{\"name\": \"alice\"}")).get("userId");

        assertThat(first).isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"name\": 7}",
                "{\"name\": \"\"}",
                "{\"name\": \"  \"}",
                "{\"name\": \"<b>\"}",
                "{\"name\": \"a name of more than thirty-two characters\"}",
                "{\"name\": \"a\\u0000b\"}",
                "not json"
            })
    void whatIsNoNameIsRefused(String body) {
        WorkerHost<ChatEnv> worker = worker(env().variable("AUTH_SECRET", SECRET));

        Response response = signIn(worker, body);

        assertThat(response.status()).isEqualTo(400);
        assertThat((String) json(response).get("error")).startsWith("A name has 1 to 32");
    }

    @Test
    void aFormOfAnotherSiteCannotSignIn() {
        WorkerHost<ChatEnv> worker = worker(env().variable("AUTH_SECRET", SECRET));
        Headers form = new Headers().set("content-type", "text/plain");

        Response response =
                worker.fetch(Request.of("POST", "https://chat.test/auth/guest", form, "{\"name\": \"alice\"}"));

        assertThat(response.status()).isEqualTo(415);
    }

    @Test
    void theTokenNamesTheGuest() {
        WorkerHost<ChatEnv> worker = worker(env().variable("AUTH_SECRET", SECRET));

        Map<?, ?> guest = json(signIn(worker, "{\"name\": \"alice\"}"));

        // The Worker of this test does nothing but verify, because verifying may wait.
        Response verified = runtime.worker(
                        (request, token, context) -> Response.text(200, verified(token, context.globalScope())),
                        String.valueOf(guest.get("token")))
                .fetch(Request.get("https://chat.test/"));
        assertThat(verified.text()).isEqualTo(guest.get("userId"));
    }

    @Test
    void withoutASecretNobodyComesInAndTheAnswerSaysWhatToDo() {
        Response response = signIn(worker(env()), "{\"name\": \"alice\"}");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).contains("AUTH_SECRET is not set", ".dev.vars", "wrangler secret put AUTH_SECRET");
    }

    @Test
    void everythingElseIsThePage() {
        WorkerHost<ChatEnv> worker = worker(env());

        assertThat(worker.fetch(Request.get("https://chat.test/garden")).text()).isEqualTo("the page");
    }

    private static String verified(String token, GlobalScope globals) {
        return JwtVerifier.hs256(SECRET, ChatWorker.AUDIENCE)
                .authenticate(token, globals)
                .subject();
    }

    private TestEnv env() {
        return new TestEnv().fetcher("ASSETS", request -> Response.text(200, "the page"));
    }

    private WorkerHost<ChatEnv> worker(TestEnv env) {
        env.namespace("CHAT_ROOM", runtime.namespace("ChatRoom", ChatRoom::new, env));
        return runtime.worker(new ChatWorker(), new ChatEnv(env));
    }

    private static Response signIn(WorkerHost<ChatEnv> worker, String body) {
        Headers json = new Headers().set("content-type", "application/json");
        return worker.fetch(Request.of("POST", "https://chat.test/auth/guest", json, body));
    }

    private Map<?, ?> json(Response response) {
        return runtime.json().parse(response.text()) instanceof Map<?, ?> map ? map : Map.of();
    }
}
