package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final Request ROOM = Request.get("https://object.test/room");

    private final ScriptedObject.Script script = new ScriptedObject.Script();

    @Test
    void twoEventsInterleaveAsTheTestOpensTheirGates() {
        Gate first = new Gate();
        Gate second = new Gate();
        script.onMessage = (object, socket, message) -> {
            object.note(message + " begins");
            (message.equals("a") ? first : second).await();
            object.note(message + " goes on");
            socket.send(message);
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.send("a");
            socket.send("b");
            assertThat(first.isAwaited()).isTrue();
            second.open();
            first.open();

            assertThat(script.notes).containsExactly("a begins", "b begins", "b goes on", "a goes on");
            assertThat(socket.drainTexts()).containsExactly("b", "a");
        }
    }

    @Test
    void severalWaitersGoOnInTheOrderTheyCame() {
        Gate gate = new Gate();
        script.onMessage = (object, socket, message) -> {
            gate.await();
            object.note(message);
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            List.of("a", "b", "c").forEach(socket::send);

            gate.open();
            socket.send("d");

            assertThat(script.notes).containsExactly("a", "b", "c", "d");
        }
    }

    @Test
    void aHandlerGetsTheValueOrTheErrorTheTestGives() {
        List<Deferred<String>> asked = new ArrayList<>();
        script.onFetch = (object, request) -> {
            Deferred<String> deferred = new Deferred<>();
            asked.add(deferred);
            return Response.text(200, deferred.await());
        };
        try (var host = script.host()) {
            var answered = host.startFetch(ROOM);
            var failed = host.startFetch(ROOM);
            assertThat(answered.isDone()).isFalse();
            assertThatThrownBy(answered::get).hasMessageContaining("still waits");

            asked.get(1).fail(new IllegalArgumentException("refused"));
            asked.get(0).complete("yes");

            assertThat(answered.get().text()).isEqualTo("yes");
            assertThatThrownBy(failed::get)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("refused");
            assertThatThrownBy(() -> asked.get(0).complete("twice")).hasMessageContaining("complete already");
        }
    }

    @Test
    void waitingIsForEventsOnly() {
        assertThatThrownBy(() -> new Gate().await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test's own thread");
    }

    @Test
    void aTimersCallbackMustNotWait() {
        Gate gate = new Gate();
        script.onFetch = (object, request) -> {
            object.state().globalScope().setTimeout(gate::await, 5);
            return Response.text(200, "ok");
        };
        try (var host = script.host()) {
            host.fetch(ROOM);
            host.clock().advance(Duration.ofMillis(5));

            assertThat(host.uncaught())
                    .singleElement()
                    .asString()
                    .contains("Cannot wait in a timer's callback")
                    .contains("waitUntil");
        }
    }

    @Test
    void theStartMustNotWait() {
        Gate gate = new Gate();
        script.onStart = object -> gate.await();
        try (var host = script.host()) {
            assertThatThrownBy(() -> host.fetch(ROOM)).hasMessageContaining("Cannot wait in onStart()");
        }
    }

    @Test
    void aTaskGivenToWaitUntilStartsAtOnceAndRunsOn() {
        Gate gate = new Gate();
        script.onFetch = (object, request) -> {
            object.state().waitUntil(() -> {
                object.note("task begins");
                gate.await();
                object.note("task ends");
            });
            object.note("handler ends");
            return Response.text(200, "ok");
        };
        try (var host = script.host()) {
            assertThat(host.fetch(ROOM).status()).isEqualTo(200);
            assertThat(host.canHibernate()).isFalse();
            gate.open();

            assertThat(script.notes).containsExactly("task begins", "handler ends", "task ends");
            assertThat(host.canHibernate()).isTrue();
        }
    }

    @Test
    void noOtherEventIsDeliveredWhileBlocked() {
        Gate gate = new Gate();
        script.onStart = object -> object.state().blockConcurrencyWhile(() -> {
            object.note("blocked");
            gate.await();
            object.note("free");
        });
        script.onFetch = (object, request) -> {
            object.note(request.url().pathname());
            return Response.text(200, "ok");
        };
        try (var host = script.host()) {
            var first = host.startFetch(Request.get("https://object.test/1"));
            host.startFetch(Request.get("https://object.test/2"));
            host.startFetch(Request.get("https://object.test/3"));
            assertThat(script.notes).containsExactly("blocked");
            assertThat(first.isDone()).isFalse();

            gate.open();

            assertThat(first.get().status()).isEqualTo(200);
            assertThat(script.notes).containsExactly("blocked", "free", "/1", "/2", "/3");
        }
    }

    @Test
    void aBlockedObjectIsResetAfter30Seconds() {
        Gate gate = new Gate();
        script.onStart = object -> object.state().blockConcurrencyWhile(gate::await);
        try (var host = script.host()) {
            host.startFetch(ROOM);
            host.clock().advance(Duration.ofSeconds(29));
            assertThat(host.isAwake()).isTrue();

            script.onStart = object -> {};
            host.clock().advance(Duration.ofSeconds(1));

            assertThat(host.wakes()).isEqualTo(2);
            assertThat(gate.isAwaited()).isFalse();
        }
    }

    @Test
    void aBlockingTaskThatThrowsResetsTheObject() {
        script.onFetch = (object, request) -> {
            object.state().blockConcurrencyWhile(() -> {
                throw new IllegalStateException("blocked boom");
            });
            return Response.text(200, "ok");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            assertThatThrownBy(() -> host.fetch(ROOM)).hasMessage("blocked boom");

            assertThat(socket.closeCode()).isEqualTo(1006);
            assertThat(host.isAwake()).isFalse();
        }
    }

    @Test
    void aBlockingTaskThatThrowsAtTheStartFailsTheEventWithItsMessage() {
        script.onStart = object -> object.state().blockConcurrencyWhile(() -> {
            throw new IllegalStateException("no schema");
        });
        try (var host = script.host()) {
            assertThatThrownBy(() -> host.fetch(ROOM))
                    .isInstanceOf(PlatformException.class)
                    .hasMessage("no schema");
        }
    }

    @Test
    void aCursorIsStaleAfterAWait() {
        Gate gate = new Gate();
        script.onFetch = (object, request) -> {
            SqlCursor cursor = object.sql().exec("SELECT 1");
            gate.await();
            cursor.next();
            return Response.text(200, "ok");
        };
        try (var host = script.host()) {
            var answer = host.startFetch(ROOM);
            gate.open();

            assertThatThrownBy(answer::get).hasMessageContaining("Read the cursor before waiting");
        }
    }

    @Test
    void outgoingRequestsAreAnsweredByTheTest() {
        Deferred<Response> network = new Deferred<>();
        script.onFetch = (object, request) -> object.state().globalScope().fetch(Request.get("https://keys.test/jwks"));
        try (var host = script.host()) {
            assertThatThrownBy(() -> host.fetch(ROOM)).hasMessageContaining("Nothing answers https://keys.test/jwks");
            host.runtime().network(request -> network.await());

            var answer = host.startFetch(ROOM);
            network.complete(Response.text(203, "keys"));

            assertThat(answer.get().status()).isEqualTo(203);
        }
    }

    @Test
    void closingTheHostUnwindsWhatStillWaits() {
        Gate gate = new Gate();
        script.onFetch = (object, request) -> {
            try {
                gate.await();
            } finally {
                object.note("unwound");
            }
            return Response.text(200, "ok");
        };
        try (var host = script.host()) {
            host.startFetch(ROOM);
        }

        assertThat(script.notes).containsExactly("unwound");
    }
}
