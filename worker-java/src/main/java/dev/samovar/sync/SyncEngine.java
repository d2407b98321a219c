package dev.samovar.sync;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.Position;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Transaction;
import dev.samovar.workers.WebSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of one object's sync, put together, and the way of a frame to the part that answers it. */
final class SyncEngine<C> {
    private final DurableObjectState ctx;
    private final Sessions<C> sessions;
    private final Publisher<C> publisher;
    private final Subscriptions<C> subscriptions;
    private final Transactions transactions;
    private final WriteQueue<C> writeQueue;
    private long malformedFrames;

    /**
     * Brings the object's own tables, its triggers and its connected clients in order. {@link Metadata#createTables}
     * and the migrations have run.
     *
     * @param migrated whether a migration has just run: what it did to the tables is not in the log
     * @throws IllegalStateException if the schema does not fit the tables
     */
    SyncEngine(DurableObjectState ctx, SyncSchema<C> schema, Function<VerifiedClaims, C> claims, boolean migrated) {
        this.ctx = ctx;
        SqlStorage sql = ctx.storage().sql();
        Map<String, SyncedTable<?>> tables = register(sql, schema);
        Metadata metadata = new Metadata(sql);
        TrackedColumns tracked = new TrackedColumns(sql);
        ChangeLog log = new ChangeLog(sql, metadata, tracked);
        boolean recaptured = new Capture(ctx.storage(), log, tracked).install(tables.values());
        Epochs epochs = new Epochs(sql, log);
        epochs.start(recaptured || migrated, ctx.globalScope().currentTimeMillis());
        Receipts receipts = new Receipts(sql);
        FrameSender sender = new FrameSender();
        Position drained = metadata.get(Metadata.DRAINED);
        this.sessions = new Sessions<>(ctx, claims);
        this.publisher = new Publisher<>(
                log,
                metadata,
                epochs,
                sessions,
                sender,
                new Housekeeping(sql, log, new Compaction(sql, metadata, log, tracked), epochs, receipts),
                ctx.globalScope(),
                new Feed(sql, tables, drained));
        this.subscriptions = new Subscriptions<>(sql, tables, log, epochs, sessions, publisher, sender);
        this.transactions = new Transactions(ctx.storage(), publisher, epochs, ctx.globalScope());
        this.writeQueue = new WriteQueue<>(
                ctx, new Writes<>(ctx, schema, tables, transactions, log, receipts, publisher, sender), sender);
        sessions.restore(tables, drained);
        publisher.publishNew();
    }

    /** Takes in the server's half of an upgrade that the Worker let through. */
    void open(WebSocket socket, String claimsJson) {
        publisher.publishNew();
        sessions.open(socket, claimsJson, publisher.head());
    }

    void close(WebSocket socket) {
        sessions.close(socket);
    }

    /** A binary message. May wait, if it is a write whose handlers do. */
    void receive(WebSocket socket, byte[] message) {
        Session<C> session = sessions.find(socket);
        if (session == null) {
            return;
        }
        Decoding<ClientFrame> decoding = FrameReader.clientFrame(message, Limits.SERVER_INBOUND);
        if (decoding instanceof Decoding.Malformed<ClientFrame> malformed) {
            ignore(malformed.reason());
        } else if (decoding instanceof Decoding.Ok<ClientFrame> ok) {
            ClientFrame frame = ok.value();
            if (id(frame).length() > SyncLimits.MAX_ID_CHARS) {
                ignore("an id of more than " + SyncLimits.MAX_ID_CHARS + " characters");
            } else {
                route(session, frame, message);
            }
        }
    }

    /** A text message: the protocol has none, but for the ping that the runtime answers. */
    void receive(WebSocket socket) {
        if (sessions.find(socket) != null) {
            ignore("a text message; frames are binary");
        }
    }

    <T extends @Nullable Object> T write(Transaction<T> body) {
        return transactions.runAndPublish(body);
    }

    /** What the client named its request. It is kept with subscriptions and receipts, so its length is limited. */
    private static String id(ClientFrame frame) {
        return switch (frame.kind()) {
            case SUB -> ((ClientFrame.Sub) frame).subId();
            case UNSUB -> ((ClientFrame.Unsub) frame).subId();
            case MUT -> ((ClientFrame.Mut) frame).txId();
            case CALL -> ((ClientFrame.Call) frame).txId();
            case FETCH -> ((ClientFrame.Fetch) frame).fetchId();
            case HELLO, ACK, JOIN, LEAVE, BROADCAST -> "";
        };
    }

    private void route(Session<C> session, ClientFrame frame, byte[] bytes) {
        switch (frame.kind()) {
            case SUB -> subscriptions.subscribe(session, (ClientFrame.Sub) frame);
            case UNSUB -> subscriptions.unsubscribe(session, (ClientFrame.Unsub) frame);
            case FETCH -> subscriptions.fetch(session, (ClientFrame.Fetch) frame);
            case MUT -> writeQueue.add(session, ((ClientFrame.Mut) frame).txId(), bytes, frame);
            case CALL -> writeQueue.add(session, ((ClientFrame.Call) frame).txId(), bytes, frame);
            case HELLO, ACK, JOIN, LEAVE, BROADCAST ->
                ignore(frame.kind().wireName() + " is of samovar/1, which is not spoken here");
        }
    }

    /**
     * A client of the reference protocol would dial again for ever if it were closed, so its nonsense is counted and
     * dropped.
     */
    private void ignore(String reason) {
        malformedFrames++;
        ctx.globalScope().console().warn("Malformed frame " + malformedFrames + " ignored: " + reason);
    }

    private static <C> Map<String, SyncedTable<?>> register(SqlStorage sql, SyncSchema<C> schema) {
        TableInspection inspection = new TableInspection(sql);
        schema.collections().forEach((name, collection) -> inspection.inspect(name, collection.codec()));
        inspection.throwIfProblems();
        Map<String, SyncedTable<?>> tables = new LinkedHashMap<>();
        schema.collections().forEach((name, collection) -> {
            List<String> columns =
                    sql.exec("SELECT * FROM " + Sql.quote(name) + " LIMIT 0").columnNames();
            tables.put(name, new SyncedTable<>(name, collection.codec(), columns));
        });
        return tables;
    }
}
