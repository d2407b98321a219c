package dev.samovar.protocol;

import dev.samovar.protocol.Decoding.Malformed;
import dev.samovar.protocol.Decoding.Ok;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one WebSocket message into a frame. Whatever the bytes are, the answer is a frame that keeps all
 * the guards of its kind, or {@link Malformed}; it never throws. Fields it does not know are ignored; a kind it does
 * not know is malformed.
 */
public final class FrameReader {
    private static final int MAX_SHOWN_CHARS = 32;

    private FrameReader() {}

    /** Reads what a client sent. */
    public static Decoding<ClientFrame> clientFrame(byte[] bytes, Limits limits) {
        try {
            Value value = MessagePackReader.readOrThrow(bytes, limits);
            String type = Fields.of("frame", value).text("t");
            ClientFrame.Kind kind = ClientFrame.Kind.parse(type);
            return kind == null ? unknownKind(type) : new Ok<>(clientFrame(kind, Fields.of(type, value)));
        } catch (MalformedException e) {
            return new Malformed<>(e.reason());
        }
    }

    /** Reads what a server sent. Rows and results are {@link Value}s. */
    public static Decoding<ServerFrame> serverFrame(byte[] bytes, Limits limits) {
        try {
            Value value = MessagePackReader.readOrThrow(bytes, limits);
            String type = Fields.of("frame", value).text("t");
            ServerFrame.Kind kind = ServerFrame.Kind.parse(type);
            return kind == null ? unknownKind(type) : new Ok<>(serverFrame(kind, Fields.of(type, value)));
        } catch (MalformedException e) {
            return new Malformed<>(e.reason());
        }
    }

    private static ClientFrame clientFrame(ClientFrame.Kind kind, Fields fields) {
        return switch (kind) {
            case SUB ->
                new ClientFrame.Sub(
                        fields.nonEmptyText("subId"),
                        fields.nonEmptyText("collection"),
                        fields.optional("where"),
                        fields.optional("orderBy"),
                        fields.optionalNumber("limit"),
                        fields.optionalNumber("offset"),
                        fields.optionalText("since"),
                        fields.optionalText("epoch"),
                        fields.optional("resume"));
            case UNSUB -> new ClientFrame.Unsub(fields.text("subId"));
            case MUT ->
                new ClientFrame.Mut(fields.nonEmptyText("txId"), fields.nonEmptyText("collection"), ops(fields));
            case CALL ->
                new ClientFrame.Call(fields.nonEmptyText("txId"), fields.nonEmptyText("name"), fields.optional("args"));
            case FETCH ->
                new ClientFrame.Fetch(
                        fields.nonEmptyText("fetchId"),
                        fields.nonEmptyText("collection"),
                        fields.optional("where"),
                        fields.optionalMap("cursor"),
                        fields.optional("orderBy"),
                        fields.optionalNumber("limit"));
            case HELLO -> new ClientFrame.Hello(fields.whole("version", 1), fields.optionalText("agent"));
            case ACK -> new ClientFrame.Ack(fields.count("bytes"));
            case JOIN -> new ClientFrame.Join(fields.optional("state"));
            case LEAVE -> new ClientFrame.Leave();
            case BROADCAST -> new ClientFrame.Broadcast(fields.optional("data"));
        };
    }

    private static ServerFrame serverFrame(ServerFrame.Kind kind, Fields fields) {
        return switch (kind) {
            case SNAP ->
                new ServerFrame.Snap(
                        fields.text("sub"), fields.keyText("key"), fields.map("row"), fields.position("seq"));
            case SNAP_END -> new ServerFrame.SnapEnd(fields.text("sub"), fields.position("seq"));
            case DELTA -> delta(fields);
            case UP_TO_DATE -> new ServerFrame.UpToDate(fields.position("seq"), fields.optionalText("sub"));
            case COMMITTED ->
                new ServerFrame.Committed(fields.text("txId"), fields.position("seq"), fields.optional("result"));
            case REJECTED ->
                new ServerFrame.Rejected(
                        fields.text("txId"), refusal(Fields.of("error of rejected", fields.optional("error"))));
            case RESET -> new ServerFrame.Reset(fields.optionalText("sub"), fields.optionalText("reason"));
            case PAGE -> new ServerFrame.Page(fields.text("fetchId"), rows(fields), fields.position("seq"));
            case SUB_ERROR -> new ServerFrame.SubError(fields.text("sub"), refusal(fields));
            case PAGE_ERROR -> new ServerFrame.PageError(fields.text("fetchId"), refusal(fields));
            case WELCOME -> welcome(fields);
            case BEGIN ->
                new ServerFrame.Begin(fields.text("sub"), fields.nonEmptyText("epoch"), fields.position("seq"));
            case CHUNK -> ChunkReader.chunk(fields);
            case CHANGES ->
                new ServerFrame.Changes(fields.text("sub"), ChangeReader.changes("changes", fields.value("changes")));
            case LIVE -> new ServerFrame.Live(fields.text("sub"), fields.nonEmptyText("epoch"), fields.position("seq"));
            case FLUSH -> ChangeReader.flush(fields);
            case PRESENT -> new ServerFrame.Present(peers(fields), fields.texts("gone", fields.optionalArray("gone")));
            case SAID -> new ServerFrame.Said(fields.text("from"), fields.text("who"), fields.optional("data"));
        };
    }

    private static List<MutationOp> ops(Fields fields) {
        List<Value> items = fields.array("ops");
        if (items.isEmpty()) {
            throw fields.malformed("ops", "is empty");
        }
        List<MutationOp> ops = new ArrayList<>(items.size());
        for (Value item : items) {
            Fields op = Fields.of("operation of mut", item);
            ops.add(new MutationOp(op.operation("type"), op.text("key"), op.optionalMap("cols")));
        }
        return ops;
    }

    private static ServerFrame.Delta delta(Fields fields) {
        Operation op = fields.operation("op");
        Value.@Nullable Map cols = op == Operation.DELETE ? fields.optionalMap("cols") : fields.map("cols");
        return new ServerFrame.Delta(fields.text("sub"), fields.text("key"), op, cols, fields.position("seq"));
    }

    private static List<Value.Map> rows(Fields fields) {
        List<Value> items = fields.array("rows");
        List<Value.Map> rows = new ArrayList<>(items.size());
        for (Value item : items) {
            if (!(item instanceof Value.Map row)) {
                throw fields.malformed("rows", "has an item that is not a map");
            }
            rows.add(row);
        }
        return rows;
    }

    private static Refusal refusal(Fields fields) {
        return new Refusal(fields.optionalText("code"), fields.text("message"), fields.optionalWhole("retryAfter", 0));
    }

    private static ServerFrame.Welcome welcome(Fields fields) {
        Fields limits = Fields.of("limits of welcome", fields.optional("limits"));
        return new ServerFrame.Welcome(
                fields.whole("version", 1),
                fields.nonEmptyText("epoch"),
                fields.position("seq"),
                fields.nonEmptyText("session"),
                fields.whole("heartbeat", 1),
                fields.optionalCount("expires"),
                new ServerLimits(
                        limits.whole("frameBytes", 1),
                        limits.whole("opsPerMutation", 1),
                        limits.whole("subscriptions", 1),
                        limits.whole("unackedBytes", 1),
                        limits.whole("chunkBytes", 1)));
    }

    private static List<Peer> peers(Fields fields) {
        List<Value> items = fields.optionalArray("peers");
        List<Peer> peers = new ArrayList<>(items.size());
        for (Value item : items) {
            Items peer = Items.of("peer of present", item);
            peers.add(new Peer(peer.text(0, "session"), peer.text(1, "who"), peer.optional(2)));
        }
        return peers;
    }

    private static <T> Decoding<T> unknownKind(String type) {
        String shown = type.length() <= MAX_SHOWN_CHARS ? type : type.substring(0, MAX_SHOWN_CHARS) + "...";
        return new Malformed<>("Malformed frame: t is '" + shown + "', which is no kind of frame known here.");
    }
}
