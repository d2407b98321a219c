package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.Crypto;
import dev.samovar.workers.Env;
import dev.samovar.workers.HashAlgorithm;
import dev.samovar.workers.Headers;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LocalRuntimeTest {
    /** Passes every request on to the object that the path names. */
    private static final Worker<Env> GATEWAY = (request, env, context) -> env.durableObjectNamespace("ROOMS")
            .getByName(request.url().pathname().substring(1))
            .fetch(request.withHeaders(request.headers().set("x-user", "alice")));

    private final ScriptedObject.Script script = new ScriptedObject.Script();

    private static Request to(String path) {
        return Request.get("https://worker.test/" + path);
    }

    @Test
    void aWorkerReachesItsObjects() {
        script.onFetch = (object, request) -> Response.text(
                200, object.state().id().name() + " for " + request.headers().get("x-user"));
        try (var runtime = LocalRuntime.create()) {
            TestEnv env = new TestEnv();
            DurableObjectHosts<ScriptedObject> rooms = runtime.namespace("Room", script::object, env);
            WorkerHost<Env> worker = runtime.worker(GATEWAY, env.namespace("ROOMS", rooms));

            assertThat(worker.fetch(to("red")).text()).isEqualTo("red for alice");
            assertThat(worker.fetch(to("blue")).text()).isEqualTo("blue for alice");
            assertThat(rooms.hosts()).hasSize(2);
            assertThat(rooms.host("red").wakes()).isEqualTo(1);
        }
    }

    @Test
    void aSocketPassesThroughAWorkerAndOutlivesTheObjectsSleep() {
        try (var runtime = LocalRuntime.create()) {
            TestEnv env = new TestEnv();
            DurableObjectHosts<ScriptedObject> rooms = runtime.namespace("Room", script::object, env);
            WorkerHost<Env> worker = runtime.worker(GATEWAY, env.namespace("ROOMS", rooms));

            TestSocket socket = worker.connect(to("red"));
            rooms.host("red").evict(WebSockets.HIBERNATE);
            socket.send("hello");

            assertThat(socket.drainTexts()).containsExactly("echo:hello");
        }
    }

    @Test
    void aWorkerWaitsWhileItsObjectWaits() {
        Deferred<String> deferred = new Deferred<>();
        script.onFetch = (object, request) -> Response.text(200, deferred.await());
        try (var runtime = LocalRuntime.create()) {
            TestEnv env = new TestEnv();
            WorkerHost<Env> worker =
                    runtime.worker(GATEWAY, env.namespace("ROOMS", runtime.namespace("Room", script::object, env)));

            Deferred<Response> answer = worker.startFetch(to("red"));
            assertThat(answer.isDone()).isFalse();
            deferred.complete("late");

            assertThat(answer.get().text()).isEqualTo("late");
        }
    }

    @Test
    void whatAWorkerThrowsIsAnInternalServerErrorAndALine() {
        script.onFetch = (object, request) -> {
            throw new IllegalArgumentException("no such thing");
        };
        try (var runtime = LocalRuntime.create()) {
            TestEnv env = new TestEnv();
            WorkerHost<Env> worker =
                    runtime.worker(GATEWAY, env.namespace("ROOMS", runtime.namespace("Room", script::object, env)));

            assertThat(worker.fetch(to("red")).status()).isEqualTo(500);
            assertThat(runtime.console().lines()).singleElement().satisfies(line -> {
                assertThat(line.message()).contains("GET https://worker.test/red");
                assertThat(line.throwable()).hasToString("java.lang.IllegalArgumentException: no such thing");
            });
        }
    }

    @Test
    void aStubThatFailedStaysBroken() {
        script.onFetch = (object, request) -> {
            throw new IllegalStateException("once");
        };
        try (var runtime = LocalRuntime.create()) {
            var stub = runtime.namespace("Room", script::object, new TestEnv()).getByName("red");

            assertThatThrownBy(() -> stub.fetch(to("red")))
                    .isInstanceOf(PlatformException.class)
                    .hasMessage("once");
            assertThatThrownBy(() -> stub.fetch(to("red"))).hasMessageContaining("Take a new stub");
        }
    }

    @Test
    void idsDependOnClassAndName() {
        try (var runtime = LocalRuntime.create()) {
            var rooms = runtime.namespace("Room", script::object, new TestEnv());
            var others = runtime.namespace("Other", script::object, new TestEnv());

            assertThat(rooms.idFromName("a")).isEqualTo(rooms.idFromName("a")).isNotEqualTo(rooms.idFromName("b"));
            assertThat(rooms.idFromName("a").toString()).hasSize(64);
            assertThat(rooms.idFromName("a")).isNotEqualTo(others.idFromName("a"));
            assertThat(rooms.get(rooms.idFromName("a")).id().name()).isEqualTo("a");
        }
    }

    @Test
    void aMissingBindingIsNamedWithTheMend() {
        TestEnv env = new TestEnv().variable("SECRET", "s").fetcher("ASSETS", request -> Response.text(200, "page"));

        assertThat(env.get("SECRET")).isEqualTo("s");
        assertThat(env.get("NONE")).isNull();
        assertThat(env.fetcher("ASSETS").fetch(to("")).text()).isEqualTo("page");
        assertThatThrownBy(() -> env.durableObjectNamespace("ROOMS")).hasMessageContaining("namespace(\"ROOMS\"");
        assertThatThrownBy(() -> env.fetcher("OTHER")).hasMessageContaining("ASSETS");
    }

    @Test
    void aWorkerMayTakeASocketItselfToRefuseWithACode() {
        Worker<String> refusing = (request, env, context) -> {
            var pair = context.globalScope().newWebSocketPair();
            pair.server().accept();
            pair.server().send("sorry");
            pair.server().close(4401, "not signed in");
            return Response.webSocket(pair.client(), new Headers());
        };
        try (var runtime = LocalRuntime.create()) {
            TestSocket socket = runtime.worker(refusing, "").connect(to(""));

            assertThat(socket.drainTexts()).containsExactly("sorry");
            assertThat(socket.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aWorkersTasksAndTimersRunOn() {
        Gate gate = new Gate();
        Worker<String> busy = (request, env, context) -> {
            var console = context.globalScope().console();
            context.globalScope().setTimeout(() -> console.log("timer"), 10);
            context.waitUntil(() -> {
                gate.await();
                console.log("task");
            });
            return Response.text(200, "ok");
        };
        try (var runtime = LocalRuntime.create()) {
            assertThat(runtime.worker(busy, "").fetch(to("")).status()).isEqualTo(200);

            gate.open();
            runtime.clock().advance(Duration.ofMillis(10));

            assertThat(runtime.console().messages(RecordingConsole.Level.LOG)).containsExactly("task", "timer");
        }
    }

    @Test
    void cryptoIsTheRealOneAndRandomnessFollowsTheSeed() {
        byte[] abc = "abc".getBytes(StandardCharsets.UTF_8);
        byte[] key = "key".getBytes(StandardCharsets.UTF_8);
        try (var runtime = LocalRuntime.create(LocalRuntime.DEFAULT_START, 7);
                var same = LocalRuntime.create(LocalRuntime.DEFAULT_START, 7);
                var other = LocalRuntime.create(LocalRuntime.DEFAULT_START, 8)) {
            Crypto crypto = runtime.crypto();

            assertThat(HexFormat.of().formatHex(crypto.subtle().digest(HashAlgorithm.SHA_256, abc)))
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            byte[] signature = crypto.subtle().sign(HashAlgorithm.SHA_256, key, abc);
            assertThat(HexFormat.of().formatHex(signature))
                    .isEqualTo("9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab");
            assertThat(crypto.subtle().verify(HashAlgorithm.SHA_256, key, signature, abc))
                    .isTrue();
            assertThat(crypto.subtle().verify(HashAlgorithm.SHA_256, key, signature, key))
                    .isFalse();
            assertThatThrownBy(() -> crypto.subtle().sign(HashAlgorithm.SHA_256, new byte[0], abc))
                    .isInstanceOf(PlatformException.class);
            assertThatThrownBy(() -> crypto.getRandomBytes(65_537)).isInstanceOf(IllegalArgumentException.class);
            String uuid = crypto.randomUUID();
            assertThat(java.util.UUID.fromString(uuid).version()).isEqualTo(4);
            assertThat(same.crypto().randomUUID()).isEqualTo(uuid);
            assertThat(other.crypto().randomUUID()).isNotEqualTo(uuid);
        }
    }

    @Test
    void aDatabaseInAFileIsFoundAgain(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) {
        java.nio.file.Path file = folder.resolve("object.sqlite");
        try (var host = DurableObjectHost.builder(script::object).file(file).start()) {
            host.run(object -> object.storage().setAlarm(host.clock().millis() + 1_000));
        }

        script.onAlarm = (object, info) -> object.note("alarm");
        try (var host = DurableObjectHost.builder(script::object).file(file).start()) {
            assertThat(host.runAlarm()).isTrue();
        }

        assertThat(script.notes).containsExactly("alarm");
    }
}
