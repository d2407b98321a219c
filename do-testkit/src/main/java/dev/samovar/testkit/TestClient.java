package dev.samovar.testkit;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.DoneWrite;
import dev.samovar.protocol.Handshake;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.PlainValues;
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
 *
 * <p>In {@link Profile#SAMOVAR_1} what has come is acknowledged when it is taken in, which every look at rows or
 * outcomes does. A frame that no server may send there is an {@link AssertionError}: a flush that is missing, single
 * columns of a row that was never sent.
 */
public final class TestClient {
    private final DurableObjectHost<?> object;
    private final Headers headers;
    private final Profile profile;
    private final ReceivedBytes received = new ReceivedBytes();
    private final Map<String, LiveRows> subscriptions = new LinkedHashMap<>();
    private final List<WriteOutcome> unanswered = new ArrayList<>();
    private final List<FetchOutcome> fetches = new ArrayList<>();
    private final List<ServerFrame> frames = new ArrayList<>();
    private ClientLine line;
    private int requests;
    private boolean withholdsAcks;

    private TestClient(DurableObjectHost<?> object, Map<String, ? extends @Nullable Object> claims, Profile profile) {
        this.object = object;
        this.profile = profile;
        this.headers = headers(object.runtime(), claims);
        this.line = open();
    }

    /** Connects a user whose only claim is {@code sub}. */
    public static TestClient connect(DurableObjectHost<?> object, String subject) {
        return connect(object, Map.of("sub", subject));
    }

    public static TestClient connect(DurableObjectHost<?> object, String subject, Profile profile) {
        return connect(object, Map.of("sub", subject), profile);
    }

    /** Connects a user, in the reference profile. */
    public static TestClient connect(DurableObjectHost<?> object, Map<String, ? extends @Nullable Object> claims) {
        return connect(object, claims, Profile.REFERENCE);
    }

    /**
     * Connects a user.
     *
     * @param claims what a Worker would have verified, {@code sub} among it
     * @throws IllegalStateException if the object refuses the claims
     */
    public static TestClient connect(
            DurableObjectHost<?> object, Map<String, ? extends @Nullable Object> claims, Profile profile) {
        return new TestClient(object, claims, profile);
    }

    /** Subscribes to a collection. The rows follow the object until {@link #unsubscribe}, over reconnects too. */
    public LiveRows subscribe(String collection) {
        return subscribe(Selection.of(collection));
    }

    /** Subscribes to some rows of a collection, as {@link #subscribe(String)} does to all. */
    public LiveRows subscribe(Selection selection) {
        String sub = "s" + ++requests;
        RowFeed feed =
                profile == Profile.SAMOVAR_1 ? new SamovarFeed(sub, selection) : new ReferenceFeed(sub, selection);
        LiveRows rows = new LiveRows(this, feed);
        subscriptions.put(sub, rows);
        send(feed.subscription());
        return rows;
    }

    /** Ends a subscription. Its rows stay as they are. */
    public void unsubscribe(LiveRows rows) {
        receive();
        subscriptions.remove(rows.sub());
        line.sendIfOpen(ClientLine.bytes(new ClientFrame.Unsub(rows.sub())));
    }

    /** Reads once. A fetch that is not answered is not sent again by {@link #reconnect}. */
    public FetchOutcome fetch(Selection selection) {
        return fetch(selection, null);
    }

    /**
     * Reads once.
     *
     * @param cursor where the page starts: filters under {@code whereFrom} and {@code whereCurrent}
     */
    public FetchOutcome fetch(Selection selection, Value.@Nullable Map cursor) {
        String fetchId = "f" + ++requests;
        FetchOutcome outcome = new FetchOutcome(this, fetchId);
        fetches.add(outcome);
        send(new ClientFrame.Fetch(
                fetchId, selection.collection(), selection.where(), cursor, selection.orderBy(), selection.limit()));
        return outcome;
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
        return write(mutation.txId(), ClientLine.bytes(mutation));
    }

    /** Sends a call under a transaction id of the test's choice. */
    public WriteOutcome write(ClientFrame.Call call) {
        return write(call.txId(), ClientLine.bytes(call));
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
        line.socket().send(ClientLine.bytes(frame));
    }

    /** Takes the frames that came since the last call, the oldest first. Rows and outcomes have them all the same. */
    public List<ServerFrame> frames() {
        receive();
        List<ServerFrame> taken = List.copyOf(frames);
        frames.clear();
        return taken;
    }

    /** All bytes that were taken in, over all connections. */
    public ReceivedBytes received() {
        receive();
        return received;
    }

    /** The connection, for what is below frames: malformed messages, close codes, slow consumers. */
    public TestSocket socket() {
        return line.socket();
    }

    /**
     * What {@code samovar/1} tells of this connection as a whole: its welcome, who is present, what others say.
     *
     * @throws IllegalStateException in the reference profile, which tells nothing
     */
    public Conversation conversation() {
        receive();
        Conversation conversation = line.conversation();
        if (conversation == null) {
            throw new IllegalStateException(
                    "The reference profile has no conversation. Connect with Profile.SAMOVAR_1.");
        }
        return conversation;
    }

    /** Plays a slow consumer: what is taken in from now on is not acknowledged. */
    public void withholdAcks() {
        receive();
        withholdsAcks = true;
    }

    /** Acknowledges everything that was taken in, and what comes. */
    public void resumeAcks() {
        withholdsAcks = false;
        receive();
    }

    /**
     * Takes in only so many more messages of this connection. The rest lies unread, and is lost with {@link #drop}:
     * what a connection loses that breaks in the middle of a snapshot.
     */
    public void receiveAtMost(int messages) {
        receive();
        line.takeAtMost(messages);
    }

    /** Loses the connection, as a phone in a tunnel does. Writes that were not answered stay pending. */
    public void drop() {
        receive();
        line.drop();
    }

    /**
     * Connects again, after {@link #drop} or whatever else ended the connection; one that is open is dropped. Each
     * subscription goes on from its own last position, then every write that was not answered is sent again, unchanged.
     */
    public void reconnect() {
        reconnectAndTakeAtMost(Integer.MAX_VALUE);
    }

    /**
     * {@link #reconnect} to a connection of which only so many messages are taken in, as by {@link #receiveAtMost}: one
     * that breaks before all subscriptions have caught up.
     */
    public void reconnectAndTakeAtMost(int messages) {
        reconnectAndTakeAtMost(messages, () -> {});
    }

    /** The same, with something that happens after each subscription: what is told of it comes between the answers. */
    public void reconnectAndTakeAtMost(int messages, Runnable meanwhile) {
        receive();
        if (line.socket().isOpen()) {
            line.drop();
        }
        line = open();
        line.takeAtMost(messages);
        for (LiveRows rows : List.copyOf(subscriptions.values())) {
            rows.feed().connectionLost();
            line.sendIfOpen(ClientLine.bytes(rows.feed().subscription()));
            meanwhile.run();
        }
        List.copyOf(unanswered).forEach(write -> line.sendIfOpen(write.frame()));
    }

    /** Takes in what has come, and what comes because it was acknowledged. */
    void receive() {
        List<ServerFrame> taken = line.take();
        while (!taken.isEmpty()) {
            for (ServerFrame frame : taken) {
                frames.add(frame);
                apply(frame);
            }
            if (!withholdsAcks) {
                line.acknowledge();
            }
            taken = line.take();
        }
        if (!withholdsAcks) {
            line.acknowledge();
        }
    }

    private void apply(ServerFrame frame) {
        subscriptions.values().forEach(rows -> rows.feed().apply(frame));
        fetches.forEach(fetch -> fetch.apply(frame));
        if (frame instanceof ServerFrame.Committed committed) {
            answer(committed.txId(), frame);
        } else if (frame instanceof ServerFrame.Rejected rejected) {
            answer(rejected.txId(), frame);
        } else if (frame instanceof ServerFrame.Flush flush) {
            for (DoneWrite done : flush.done()) {
                answer(done.txId(), new ServerFrame.Committed(done.txId(), flush.seq(), done.result()));
            }
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
        line.sendIfOpen(frame);
        return outcome;
    }

    private ClientLine open() {
        TestSocket socket = object.connect(Request.of("GET", "https://object.test/", headers, null));
        return new ClientLine(socket, profile, received);
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

    /** The profile it speaks. */
    @Override
    public String toString() {
        return "a client of " + profile;
    }
}
