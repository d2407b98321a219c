package dev.samovar.testkit;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.RowChange;
import dev.samovar.protocol.RowChanges;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.ServerLimits;
import dev.samovar.protocol.Value;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocket;
import dev.samovar.workers.WebSocketPair;
import java.util.ArrayList;
import java.util.List;

/** An object whose frames a test writes by hand, to all its sockets. It welcomes, and notes what it hears. */
final class ScriptedServer extends DurableObject {
    static final String EPOCH = "e1";
    static final ServerLimits LIMITS = new ServerLimits(1 << 20, 128, 256, 1 << 20, 1 << 18);

    /** What outlives the instances. */
    static final class Script implements AutoCloseable {
        final List<ClientFrame> heard = new ArrayList<>();
        final DurableObjectHost<ScriptedServer> host = DurableObjectHost.of(() -> new ScriptedServer(this));
        boolean welcomes = true;

        TestClient connect() {
            return TestClient.connect(host, "alice", Profile.SAMOVAR_1);
        }

        void say(ServerFrame... frames) {
            host.run(server -> {
                for (ServerFrame frame : frames) {
                    server.ctx().getWebSockets().forEach(socket -> send(socket, frame));
                }
            });
        }

        /** The newest frame of a kind. */
        <T extends ClientFrame> T newest(Class<T> kind) {
            return heard.stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        }

        @Override
        public void close() {
            host.close();
        }
    }

    private final Script script;

    private ScriptedServer(Script script) {
        this.script = script;
    }

    @Override
    public Response fetch(Request request) {
        WebSocketPair pair = ctx().globalScope().newWebSocketPair();
        ctx().acceptWebSocket(pair.server());
        return Response.webSocket(pair.client(), new Headers());
    }

    @Override
    public void webSocketMessage(WebSocket socket, byte[] message) {
        if (FrameReader.clientFrame(message, Limits.SERVER_INBOUND) instanceof Decoding.Ok<ClientFrame> ok) {
            script.heard.add(ok.value());
            if (ok.value() instanceof ClientFrame.Hello && script.welcomes) {
                send(socket, new ServerFrame.Welcome(1, EPOCH, at(5), "me", 25_000, null, LIMITS));
            }
        }
    }

    private static void send(WebSocket socket, ServerFrame frame) {
        MessagePackWriter out = new MessagePackWriter();
        FrameWriter.write(frame, out);
        socket.send(out.array(), 0, out.length());
    }

    static Position at(int seq) {
        return new Position(seq);
    }

    static ServerFrame begin(int seq) {
        return new ServerFrame.Begin("s1", EPOCH, at(seq));
    }

    /** Rows with these keys, each with a text. */
    static ServerFrame chunk(String text, String... keys) {
        Value[] ids = new Value[keys.length];
        Value[] texts = new Value[keys.length];
        for (int i = 0; i < keys.length; i++) {
            ids[i] = Value.of(keys[i]);
            texts[i] = Value.of(text);
        }
        List<Encodable> values = List.of(Value.array(texts), Value.array(ids));
        return new ServerFrame.Chunk(
                "s1", 1, List.of("text", "id"), values, Value.of("after " + keys[keys.length - 1]));
    }

    static ServerFrame changes(RowChange... changes) {
        return new ServerFrame.Changes("s1", rowChanges(changes));
    }

    static ServerFrame live(int seq) {
        return new ServerFrame.Live("s1", EPOCH, at(seq));
    }

    static RowChanges rowChanges(RowChange... changes) {
        return new RowChanges(List.of(changes));
    }

    static RowChange whole(String key, String text) {
        return new RowChange.Whole(key, row(key, text));
    }

    static RowChange changed(String key, String text) {
        return new RowChange.Changed(key, Value.map("text", Value.of(text)));
    }

    static RowChange left(String key) {
        return new RowChange.Left(key);
    }

    static Value.Map row(String key, String text) {
        return Value.map("id", Value.of(key), "text", Value.of(text));
    }
}
