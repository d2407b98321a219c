package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.Request;
import org.junit.jupiter.api.Test;

class OutputGateTest {
    private static final Request ROOM = Request.get("https://object.test/room");

    private final ScriptedObject.Script script = new ScriptedObject.Script();
    private final Gate gate = new Gate();

    OutputGateTest() {
        script.onStart = object -> object.sql().exec("CREATE TABLE IF NOT EXISTS t (a TEXT)");
    }

    private static long rows(DurableObjectHost<?> host) {
        return host.sql().exec("SELECT count(*) FROM t").one().getLong(0);
    }

    @Test
    void nothingIsSeenBeforeTheHandlerWaitsOrEnds() {
        try (var host = script.host()) {
            TestSocket[] sockets = new TestSocket[1];
            script.onMessage = (object, socket, message) -> {
                socket.send("one");
                object.sql().exec("INSERT INTO t VALUES ('a')");
                object.note("seen " + sockets[0].drainTexts());
                gate.await();
                socket.send("two");
            };
            sockets[0] = host.connect(ROOM);

            sockets[0].send("go");
            assertThat(sockets[0].drainTexts()).containsExactly("one");
            assertThat(rows(host)).isEqualTo(1);

            gate.open();
            assertThat(sockets[0].drainTexts()).containsExactly("two");
            assertThat(script.notes).containsExactly("seen []");
        }
    }

    @Test
    void aHandlerThatThrowsKeepsWhatItWroteAndSent() {
        script.onMessage = (object, socket, message) -> {
            object.sql().exec("INSERT INTO t VALUES ('a')");
            socket.send("sent before");
            throw new IllegalStateException("boom");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.send("go");

            assertThat(socket.drainTexts()).containsExactly("sent before");
            assertThat(socket.isOpen()).isTrue();
            assertThat(rows(host)).isEqualTo(1);
            assertThat(host.wakes()).isEqualTo(1);
            assertThat(host.uncaught()).singleElement().asString().contains("boom");
            assertThat(host.console().messages(RecordingConsole.Level.ERROR)).hasSize(1);
        }
    }

    @Test
    void aMessageSentInARolledBackTransactionIsSentAllTheSame() {
        script.onMessage = (object, socket, message) -> {
            assertThatThrownBy(() -> object.storage().transactionSync(() -> {
                        object.sql().exec("INSERT INTO t VALUES ('a')");
                        socket.send("from inside");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.send("go");

            assertThat(socket.drainTexts()).containsExactly("from inside");
            assertThat(rows(host)).isZero();
        }
    }

    @Test
    void anAbortLosesTheTurnAndTheSockets() {
        script.onMessage = (object, socket, message) -> {
            object.sql().exec("INSERT INTO t VALUES ('a')");
            socket.send("sent before");
            object.state().abort("reset by the test");
            object.note("runs on");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.send("go");

            assertThat(script.notes).containsExactly("runs on");
            assertThat(socket.drain()).isEmpty();
            assertThat(socket.closeCode()).isEqualTo(1006);
            assertThat(rows(host)).isZero();
            assertThat(host.isAwake()).isFalse();
        }
    }

    @Test
    void whatNobodyAskedForFailsTheTestAtTheEnd() {
        script.onMessage = (object, socket, message) -> {
            throw new IllegalStateException("boom");
        };
        var host = script.host();
        host.connect(ROOM).send("go");

        assertThatThrownBy(host::close).hasMessageContaining("boom").hasMessageContaining("uncaught()");
    }

    @Test
    void whatARequestThrowsGoesToItsCallerAlone() {
        script.onFetch = (object, request) -> {
            object.sql().exec("INSERT INTO t VALUES ('a')");
            throw new IllegalArgumentException("bad request");
        };
        try (var host = script.host()) {
            assertThatThrownBy(() -> host.fetch(ROOM))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("bad request");
            assertThat(rows(host)).isEqualTo(1);
        }
    }
}
