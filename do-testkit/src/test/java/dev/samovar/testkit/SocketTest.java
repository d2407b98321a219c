package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.Headers;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SocketTest {
    private static final Request ROOM = Request.get("https://object.test/room");

    private final ScriptedObject.Script script = new ScriptedObject.Script();

    @Test
    void messagesArriveAsTextOrBytes() {
        script.onMessage = (object, socket, message) -> {
            socket.send("text " + message);
            byte[] bytes = ("<" + message + ">").getBytes(StandardCharsets.UTF_8);
            socket.send(bytes, 1, bytes.length - 2);
            bytes[1] = 0;
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.send("a");
            Message text = socket.poll();
            Message binary = socket.poll();
            assertThat(text).hasToString("text a");
            assertThat(binary).isNotNull().hasToString("0x61");
            assertThat(socket.poll()).isNull();

            socket.send(new byte[] {'b'});
            assertThat(socket.drain()).hasSize(2).first().hasToString("text b");
        }
    }

    @Test
    void aMessageKnowsItsKind() {
        Message text = Message.of("a");
        Message binary = Message.of(new byte[] {1});

        assertThat(text.isText()).isTrue();
        assertThat(text.text()).isEqualTo("a");
        assertThat(binary.bytes()).containsExactly(1);
        assertThatThrownBy(text::bytes).hasMessageContaining("is text");
        assertThatThrownBy(binary::text).hasMessageContaining("is binary");
    }

    @Test
    void aClientsCloseIsEchoed() {
        script.onClose = (object, socket) ->
                object.note("among " + object.state().getWebSockets().size());
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.close(4001, "bye");

            assertThat(socket.closeCode()).isEqualTo(4001);
            assertThat(socket.closeReason()).isEqualTo("bye");
            assertThat(script.notes).containsExactly("close 4001 bye true state 2", "among 1");
            assertThat(host.<Integer>call(
                            object -> object.state().getWebSockets().size()))
                    .isZero();
        }
    }

    @Test
    void aCloseIsEchoedThoughTheHandlerThrowsOrWaits() {
        Gate gate = new Gate();
        script.onClose = (object, socket) -> {
            gate.await();
            throw new IllegalStateException("boom");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.close(4001, "bye");
            assertThat(socket.closeCode()).isEqualTo(4001);

            gate.open();
            assertThat(host.uncaught()).hasSize(1);
        }
    }

    @Test
    void theHandlersOwnCloseAnswersBeforeTheEcho() {
        script.onClose = (object, socket) -> socket.close(4002, "mine");
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.close(4001, "bye");

            assertThat(socket.closeCode()).isEqualTo(4002);
        }
    }

    @Test
    void aCloseWithoutCodeReachesTheObjectAs1005AndIsAnsweredWith1000() {
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.close();

            assertThat(script.notes).containsExactly("close 1005  true state 2");
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void anObjectsCloseReachesTheClientAndComesBackAsAnEvent() {
        script.onMessage = (object, socket, message) -> {
            socket.close(4003, "enough");
            object.note("state " + socket.readyState());
            socket.close(4004, "again");
            assertThatThrownBy(() -> socket.send("late"))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("after close()");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.send("go");

            assertThat(socket.closeCode()).isEqualTo(4003);
            assertThat(socket.readyState()).isEqualTo(WebSocket.CLOSED);
            assertThat(script.notes).containsExactly("state 2", "close 4003  true state 3");
            assertThat(host.<Integer>call(
                            object -> object.state().getWebSockets().size()))
                    .isZero();
        }
    }

    @Test
    void aLostConnectionReachesTheObjectAs1006() {
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.drop();

            assertThat(socket.closeCode()).isEqualTo(1006);
            assertThat(script.notes)
                    .containsExactly("close 1006 WebSocket disconnected without sending Close frame. false state 2");
            assertThat(host.<Integer>call(
                            object -> object.state().getWebSockets().size()))
                    .isZero();
        }
    }

    @Test
    void aFailedConnectionReachesTheObjectAsAnError() {
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.fail(new IllegalStateException("wire cut"));

            assertThat(socket.closeCode()).isEqualTo(1006);
            assertThat(script.notes).containsExactly("error wire cut");
        }
    }

    @Test
    void aSlowConsumerIsSeenAsBufferedBytes() {
        script.onMessage = (object, socket, message) -> object.note("buffered " + socket.bufferedAmount());
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.send("a");
            socket.bufferedAmount(5_000_000);
            socket.send("b");

            assertThat(script.notes).containsExactly("buffered 0", "buffered 5000000");
        }
    }

    @Test
    void theLimitsOfSocketsHold() {
        script.onMessage = (object, socket, message) -> {
            socket.serializeAttachment(new byte[16_379]);
            assertThatThrownBy(() -> socket.serializeAttachment(new byte[16_380]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.close(1005, "")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.close(1000, "\u20ac".repeat(42)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("126 bytes");
            assertThatThrownBy(() -> object.state().setWebSocketAutoResponse("x".repeat(2_049), ""))
                    .isInstanceOf(IllegalArgumentException.class);
            var pair = object.state().globalScope().newWebSocketPair();
            assertThatThrownBy(() -> object.state().acceptWebSocket(pair.server(), new String[11]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> object.state().acceptWebSocket(pair.server(), "x".repeat(257)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> object.state().acceptWebSocket(pair.client()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> object.state().acceptWebSocket(socket)).hasMessageContaining("accepted already");
            assertThatThrownBy(() -> pair.server().send("early")).hasMessageContaining("accept()");
            assertThatThrownBy(() -> object.state().getTags(pair.server())).isInstanceOf(PlatformException.class);
            object.note("all checked");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            assertThatThrownBy(() -> socket.close(1005, "")).isInstanceOf(IllegalArgumentException.class);

            socket.send("go");

            assertThat(script.notes).containsExactly("all checked");
        }
    }

    @Test
    void aRefusedUpgradeSaysWhatWasAnswered() {
        try (var host = DurableObjectHost.of(() -> new dev.samovar.workers.DurableObject() {
            @Override
            public Response fetch(Request request) {
                if (request.url().pathname().equals("/unaccepted")) {
                    return Response.webSocket(
                            ctx().globalScope().newWebSocketPair().client(), new Headers());
                }
                return Response.text(401, "who are you?");
            }
        })) {
            assertThatThrownBy(() -> host.connect(ROOM)).hasMessageContaining("status 401, who are you?");
            assertThatThrownBy(() -> host.connect(Request.get("https://object.test/unaccepted")))
                    .hasMessageContaining("acceptWebSocket(pair.server())");
        }
    }
}
