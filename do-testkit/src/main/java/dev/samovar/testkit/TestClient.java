package dev.samovar.testkit;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Handshake;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.TextEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of a {@code SyncDurableObject}, for a test of who may do what: it subscribes, writes and shows rows as a
 * browser's client does, without one. The claims are the test's to choose; no token is needed.
 *
 * <pre>{@code
 * try (var room = DurableObjectHost.of(ChatRoom::new)) {
 *     TestClient alice = TestClient.connect(room, "alice");
 *     LiveRows messages = alice.subscribe("messages");
 *
 *     WriteOutcome outcome = alice.insert("messages", "1", Map.of("author", "bob", "content", "hi"));
 *
 *     assertThat(outcome.rejection().message()).isEqualTo("author mismatch");
 *     assertThat(messages.rows()).isEmpty();
 * }
 * }</pre>
 *
 * <p>There are no optimistic writes: rows are what the object has sent. A write without a connection stays pending
 * until {@link #reconnect}. Changes of others come with the object's next tick, so move {@link DurableObjectHost#clock}
 * before looking for them. Values are plain Java: {@code null}, text, numbers, booleans, {@code byte[]}, lists and maps
 * of these, or {@link Value} itself.
 */
public final class TestClient {
    private final DurableObjectHost<?> object;
    private final Headers headers;
    private final Map<String, LiveRows> subscriptions = new LinkedHashMap<>();
    private final List<WriteOutcome> unanswered = new ArrayList<>();
    private final List<ServerFrame> frames = new ArrayList<>();
    private TestSocket socket;
    private int subscribed;

    private TestClient(DurableObjectHost<?> object, Map<String, ? extends @Nullable Object> claims) {
        this.object = object;
        this.headers = headers(object.runtime(), claims);
        this.socket = open();
    }

    /** Connects a user whose only claim is {@code sub}. */
    public static TestClient connect(DurableObjectHost<?> object, String subject) {
        return connect(object, Map.of("sub", subject));
    }

    /**
     * Connects a user.
     *
     * @param claims what a Worker would have verified, {@code sub} among it
     * @throws IllegalStateException if the object refuses the claims
     */
    public static TestClient connect(DurableObjectHost<?> object, Map<String, ? extends @Nullable Object> claims) {
        return new TestClient(object, claims);
    }

    /** Subscribes to a collection. The rows follow the object until {@link #unsubscribe}, over reconnects too. */
    public LiveRows subscribe(String collection) {
        LiveRows rows = new LiveRows(this, "s" + ++subscribed, collection);
        subscriptions.put(rows.sub(), rows);
        send(rows.subscription());
        return rows;
    }

    /** Ends a subscription. Its rows stay as they are. */
    public void unsubscribe(LiveRows rows) {
        receive();
        subscriptions.remove(rows.sub());
        send(new ClientFrame.Unsub(rows.sub()));
    }

    public WriteOutcome insert(String collection, String key, Map<String, ? extends @Nullable Object> cols) {
        return mutate(collection, new MutationOp(Operation.INSERT, key, PlainValues.map(cols)));
    }

    /** Sends the columns that change. */
    public WriteOutcome update(String collection, String key, Map<String, ? extends @Nullable Object> changes) {
        return mutate(collection, new MutationOp(Operation.UPDATE, key, PlainValues.map(changes)));
    }

    public WriteOutcome delete(String collection, String key) {
        return mutate(collection, new MutationOp(Operation.DELETE, key, null));
    }

    /** Sends several operations as one mutation: all are done, or none. */
    public WriteOutcome mutate(String collection, MutationOp... ops) {
        return write(new ClientFrame.Mut(newId(), collection, List.of(ops)));
    }

    /** Calls a command without arguments. */
    public WriteOutcome call(String command) {
        return write(new ClientFrame.Call(newId(), command, null));
    }

    public WriteOutcome call(String command, @Nullable Object args) {
        return write(new ClientFrame.Call(newId(), command, PlainValues.of(args)));
    }

    /** Sends a mutation under a transaction id of the test's choice. */
    public WriteOutcome write(ClientFrame.Mut mutation) {
        return write(mutation.txId(), bytes(mutation));
    }

    /** Sends a call under a transaction id of the test's choice. */
    public WriteOutcome write(ClientFrame.Call call) {
        return write(call.txId(), bytes(call));
    }

    /**
     * Sends the same bytes again, as a client does that got no answer. The write may be another client's.
     *
     * @return what becomes of the repetition
     */
    public WriteOutcome repeat(WriteOutcome write) {
        return write(write.txId(), write.frame());
    }

    /** Sends any frame. What it is answered with is in {@link #frames}. */
    public void send(ClientFrame frame) {
        socket.send(bytes(frame));
    }

    /** Takes the frames that came since the last call, the oldest first. Rows and outcomes have them all the same. */
    public List<ServerFrame> frames() {
        receive();
        List<ServerFrame> taken = List.copyOf(frames);
        frames.clear();
        return taken;
    }

    /** The connection, for what is below frames: malformed messages, close codes, slow consumers. */
    public TestSocket socket() {
        return socket;
    }

    /** Loses the connection, as a phone in a tunnel does. Writes that were not answered stay pending. */
    public void drop() {
        receive();
        socket.drop();
    }

    /**
     * Connects again, after {@link #drop} or whatever else ended the connection; one that is open is dropped. Each
     * subscription goes on from its own last position, then every write that was not answered is sent again, unchanged.
     */
    public void reconnect() {
        receive();
        if (socket.isOpen()) {
            socket.drop();
        }
        socket = open();
        for (LiveRows rows : List.copyOf(subscriptions.values())) {
            rows.connectionLost();
            sendIfOpen(bytes(rows.subscription()));
        }
        List.copyOf(unanswered).forEach(write -> sendIfOpen(write.frame()));
    }

    /** Takes in what has come. */
    void receive() {
        for (Message message : socket.drain()) {
            // The only text is the runtime's own pong.
            if (!message.isText()) {
                ServerFrame frame = decoded(message.bytes());
                frames.add(frame);
                apply(frame);
            }
        }
    }

    private void apply(ServerFrame frame) {
        switch (frame.kind()) {
            case SNAP, SNAP_END, DELTA, SUB_ERROR -> subscriptions.values().forEach(rows -> rows.apply(frame));
            case RESET -> subscriptions.values().forEach(rows -> rows.apply((ServerFrame.Reset) frame));
            case UP_TO_DATE -> subscriptions.values().forEach(rows -> rows.apply((ServerFrame.UpToDate) frame));
            case COMMITTED -> {
                ServerFrame.Committed committed = (ServerFrame.Committed) frame;
                subscriptions.values().forEach(rows -> rows.reached(committed.seq()));
                answer(committed.txId(), frame);
            }
            case REJECTED -> answer(((ServerFrame.Rejected) frame).txId(), frame);
            case PAGE, PAGE_ERROR, WELCOME, BEGIN, CHUNK, CHANGES, LIVE, FLUSH, PRESENT, SAID -> {}
        }
    }

    /** Answers of one connection come in the order of the writes, so the oldest of that id is meant. */
    private void answer(String txId, ServerFrame answer) {
        for (WriteOutcome write : unanswered) {
            if (write.txId().equals(txId)) {
                write.answered(answer);
                unanswered.remove(write);
                return;
            }
        }
    }

    private WriteOutcome write(String txId, byte[] frame) {
        WriteOutcome outcome = new WriteOutcome(this, txId, frame);
        unanswered.add(outcome);
        sendIfOpen(frame);
        return outcome;
    }

    /** The object may have died of the frame before. What is not sent goes out with the next {@link #reconnect}. */
    private void sendIfOpen(byte[] frame) {
        if (socket.isOpen()) {
            socket.send(frame);
        }
    }

    private TestSocket open() {
        return object.connect(Request.of("GET", "https://object.test/", headers, null));
    }

    private String newId() {
        return object.runtime().crypto().randomUUID();
    }

    private static Headers headers(LocalRuntime runtime, Map<String, ? extends @Nullable Object> claims) {
        TextEncoding encoding = new JvmTextEncoding();
        String json = runtime.json().stringify(claims);
        return new Headers()
                .set("sec-websocket-protocol", Handshake.SUBPROTOCOL)
                .set(Handshake.CLAIMS_HEADER, encoding.toBase64Url(encoding.toUtf8(json)));
    }

    private static byte[] bytes(ClientFrame frame) {
        MessagePackWriter out = new MessagePackWriter();
        FrameWriter.write(frame, out);
        return out.toByteArray();
    }

    private static ServerFrame decoded(byte[] bytes) {
        Decoding<ServerFrame> decoding = FrameReader.serverFrame(bytes, Limits.CLIENT_INBOUND);
        if (decoding instanceof Decoding.Ok<ServerFrame> ok) {
            return ok.value();
        }
        throw new IllegalStateException("The object has sent what no client can read: " + decoding);
    }
}
