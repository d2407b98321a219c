package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.DurableObject;
import dev.samovar.workers.Request;
import dev.samovar.workers.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HibernationTest {
    private static final Request ROOM = Request.get("https://object.test/room");

    private final ScriptedObject.Script script = new ScriptedObject.Script();

    @Test
    void theObjectIsBuiltByItsFirstEvent() {
        try (var host = script.host()) {
            assertThat(host.isAwake()).isFalse();
            assertThatThrownBy(host::instance).hasMessageContaining("wake()");

            host.fetch(ROOM);

            assertThat(host.isAwake()).isTrue();
            assertThat(host.wakes()).isEqualTo(1);
        }
    }

    @Test
    void socketsSurviveWithAttachmentAndTags() {
        script.onMessage = (object, socket, message) -> {
            byte[] attached = socket.deserializeAttachment();
            object.note(object.state().getTags(socket) + " "
                    + (attached == null ? "nothing" : new String(attached, StandardCharsets.UTF_8)));
            socket.serializeAttachment(message.getBytes(StandardCharsets.UTF_8));
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            socket.send("first");
            ScriptedObject before = host.instance();

            host.evict(WebSockets.HIBERNATE);
            assertThat(host.isAwake()).isFalse();
            assertThat(socket.isOpen()).isTrue();
            socket.send("second");

            assertThat(host.instance()).isNotSameAs(before);
            assertThat(host.wakes()).isEqualTo(2);
            assertThat(script.notes).containsExactly("[all, /room] nothing", "[all, /room] first");
        }
    }

    @Test
    void aSocketIsTheSameJavaObjectWhileAwakeAndAnotherAfterwards() {
        List<WebSocket> seen = new ArrayList<>();
        script.onMessage = (object, socket, message) -> {
            seen.add(socket);
            seen.addAll(object.state().getWebSockets());
            seen.addAll(object.state().getWebSockets("/room"));
            seen.addAll(object.state().getWebSockets("none"));
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.send("one");
            socket.send("two");
            assertThat(seen).hasSize(6).allSatisfy(each -> assertThat(each).isSameAs(seen.get(0)));

            host.evict(WebSockets.HIBERNATE);
            socket.send("three");
            assertThat(seen).hasSize(9);
            assertThat(seen.get(6)).isNotSameAs(seen.get(0)).isSameAs(seen.get(8));
        }
    }

    @Test
    void aWokenObjectReachesTheSocketsThatSleptWithIt() {
        script.onMessage =
                (object, socket, message) -> object.state().getWebSockets("all").forEach(each -> each.send(message));
        try (var host = script.host()) {
            TestSocket alice = host.connect(ROOM);
            TestSocket bob = host.connect(ROOM);

            host.evict(WebSockets.HIBERNATE);
            bob.send("awake?");

            assertThat(alice.drainTexts()).containsExactly("awake?");
            assertThat(bob.drainTexts()).containsExactly("awake?");
        }
    }

    @Test
    void closingSocketsShowsTheClients1006AndTellsTheObjectNothing() {
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            host.evict(WebSockets.CLOSE);

            assertThat(socket.closeCode()).isEqualTo(1006);
            assertThatThrownBy(() -> socket.send("x")).hasMessageContaining("closed");
            assertThat(host.<Integer>call(
                            object -> object.state().getWebSockets().size()))
                    .isZero();
            assertThat(script.notes).isEmpty();
        }
    }

    @Test
    void socketsOfASleepingObjectCanBeClosedToo() {
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            host.evict(WebSockets.HIBERNATE);

            host.evict(WebSockets.CLOSE);

            assertThat(socket.closeCode()).isEqualTo(1006);
            assertThat(host.wakes()).isEqualTo(1);
        }
    }

    @Test
    void anAutoResponseDoesNotWakeTheObject() {
        script.onStart = object -> object.state().setWebSocketAutoResponse("ping", "pong");
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            int events = host.events();
            host.evict(WebSockets.HIBERNATE);

            socket.send("ping");

            assertThat(socket.drainTexts()).containsExactly("pong");
            assertThat(host.wakes()).isEqualTo(1);
            assertThat(host.events()).isEqualTo(events);

            socket.send("ping?");
            assertThat(socket.drainTexts()).containsExactly("echo:ping?");
            assertThat(host.wakes()).isEqualTo(2);
        }
    }

    @Test
    void storageSurvivesFieldsAndPragmasDoNot() {
        script.onStart = object -> object.sql().exec("CREATE TABLE IF NOT EXISTS t (a INTEGER)");
        try (var host = script.host()) {
            host.run(object -> object.sql().exec("INSERT INTO t VALUES (1); PRAGMA recursive_triggers = ON"));

            host.evict(WebSockets.HIBERNATE);

            assertThat(host.<Long>call(
                            object -> object.sql().exec("SELECT a FROM t").one().getLong(0)))
                    .isEqualTo(1);
            assertThat(host.<Long>call(object ->
                            object.sql().exec("PRAGMA recursive_triggers").one().getLong(0)))
                    .isZero();
        }
    }

    @Test
    void anEvictionEndsTimersAndHandlersThatWait() {
        Gate gate = new Gate();
        script.onFetch = (object, request) -> {
            object.state().globalScope().setTimeout(() -> object.note("timer"), 10);
            gate.await();
            object.note("went on");
            return dev.samovar.workers.Response.text(200, "late");
        };
        try (var host = script.host()) {
            var answer = host.startFetch(ROOM);
            assertThat(host.canHibernate()).isFalse();

            host.evict(WebSockets.HIBERNATE);
            gate.open();
            host.clock().advance(Duration.ofSeconds(1));

            assertThatThrownBy(answer::get).hasMessage("The Durable Object was evicted.");
            assertThat(script.notes).isEmpty();
            assertThat(gate.isAwaited()).isFalse();
            assertThat(host.canHibernate()).isTrue();
            assertThat(host.clock().pending()).isZero();
        }
    }

    @Test
    void anEarlierInstanceCannotReachTheRuntimeAnyMore() {
        try (var host = script.host()) {
            host.fetch(ROOM);
            ScriptedObject old = host.instance();
            host.evict(WebSockets.HIBERNATE);

            host.run(object -> {
                assertThatThrownBy(() -> old.sql().exec("SELECT 1")).isInstanceOf(ObjectGone.class);
                assertThat(object).isNotSameAs(old);
            });
        }
    }

    @Test
    void theRuntimeIsNotForTheTestsOwnThread() {
        try (var host = script.host()) {
            host.wake();

            assertThatThrownBy(() -> host.instance().sql().exec("SELECT 1"))
                    .hasMessageContaining("DurableObjectHost.run");
        }
    }

    @Test
    void whatTheStartThrowsFailsTheEventAndTheNextOneTriesAgain() {
        List<String> failures = new ArrayList<>(List.of("no disk"));
        script.onStart = object -> {
            if (!failures.isEmpty()) {
                throw new IllegalStateException(failures.remove(0));
            }
        };
        try (var host = script.host()) {
            assertThatThrownBy(() -> host.fetch(ROOM)).hasMessage("no disk");
            assertThat(host.isAwake()).isFalse();

            assertThat(host.fetch(ROOM).status()).isEqualTo(200);
        }
    }

    @Test
    void anInstanceCannotServeTwice() {
        ScriptedObject shared = script.object();
        try (var host = DurableObjectHost.<DurableObject>of(() -> shared)) {
            host.fetch(ROOM);
            host.evict(WebSockets.HIBERNATE);

            assertThatThrownBy(() -> host.fetch(ROOM)).hasMessageContaining("Make a new instance");
        }
    }
}
