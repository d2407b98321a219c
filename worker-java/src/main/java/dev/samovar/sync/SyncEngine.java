package dev.samovar.sync;

import dev.samovar.gateway.ClaimsHeader;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.ServerLimits;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Transaction;
import dev.samovar.workers.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of one object's sync, put together, and the way of a frame to the part that answers it. */
final class SyncEngine<C> {
    private static final int VERSION = 1;

    private final DurableObjectState ctx;
    private final Epochs epochs;
    private final FrameSender sender;
    private final ServerLimits limits;
    private final Function<VerifiedClaims, C> claims;
    private final Events events;
    private final Expiry<C> expiry;
    private final ScopeChanges<C> scopes;
    private final Reads<C> reads;
    private final Presence<C> presence;
    private final Sessions<C> sessions;
    private final Publisher<C> publisher;
    private final Snapshots<C> snapshots;
    private final Subscriptions<C> subscriptions;
    private final Pages<C> pages;
    private final Transactions transactions;
    private final WriteQueue<C> writeQueue;
    private long malformedFrames;

    /**
     * Brings the object's own tables, its triggers and its connected clients in order. {@link Metadata#createTables}
     * and the migrations have run.
     *
     * @param visibility what a user may see of a collection
     * @param migrated whether a migration has just run: what it did to the tables is not in the log
     * @throws IllegalStateException if the schema does not fit the tables
     */
    SyncEngine(
            DurableObjectState ctx,
            SyncSchema<C> schema,
            Function<VerifiedClaims, C> claims,
            Shapes.Visibility<C> visibility,
            boolean migrated,
            Scheduler scheduler,
            SyncOptions options,
            Events events) {
        this.ctx = ctx;
        this.claims = claims;
        this.events = events;
        this.sender = new FrameSender(events);
        this.limits = limits(options);
        SqlStorage sql = ctx.storage().sql();
        Map<String, SyncedTable<?>> tables = register(sql, schema);
        Metadata metadata = new Metadata(sql);
        TrackedColumns tracked = new TrackedColumns(sql);
        ChangeLog log = new ChangeLog(sql, metadata, tracked);
        Capture capture = new Capture(ctx.storage(), log, tracked);
        boolean recaptured = capture.install(tables.values());
        this.epochs = new Epochs(sql, log);
        epochs.start(recaptured || migrated, ctx.globalScope().currentTimeMillis());
        Receipts receipts = new Receipts(sql);
        Heartbeat heartbeat = new Heartbeat(scheduler, ctx.globalScope());
        Position drained = metadata.get(Metadata.DRAINED);
        this.sessions = new Sessions<>(
                ctx, claims, new ReferenceWire(sender), new SamovarWire(sender, epochs), options.rateLimit());
        this.expiry = new Expiry<>(scheduler, sessions, this::expire);
        this.presence =
                new Presence<>(schema.presence(), sessions, sender, ctx.globalScope(), events, options.tickMillis());
        this.scopes = new ScopeChanges<>(sql, log, sessions, schema.scopeSources());
        this.publisher = new Publisher<>(
                log,
                metadata,
                epochs,
                sessions,
                new Housekeeping(
                        sql, log, new Compaction(sql, metadata, log, tracked), epochs, receipts, options, events),
                ctx.globalScope(),
                new Feed(sql, tables, log, log.head()),
                heartbeat,
                scopes,
                this::rescope,
                options.tickMillis());
        Shapes<C> shapes = new Shapes<>(sql, visibility, capture);
        SubscriptionStore store = new SubscriptionStore(sql);
        this.snapshots =
                new Snapshots<>(sql, shapes, log, publisher, store, sender, epochs, ctx.globalScope(), heartbeat);
        this.subscriptions = new Subscriptions<>(
                tables,
                shapes,
                log,
                epochs,
                sessions,
                publisher,
                snapshots,
                store,
                scopes,
                options.maxSubscriptions(),
                events,
                ctx.globalScope().console());
        OrderedRows rows = new OrderedRows(sql);
        this.reads = new Reads<>(tables, shapes, rows, publisher, epochs);
        this.pages = new Pages<>(
                tables, shapes, rows, publisher, sender, ctx.globalScope().console());
        this.transactions = new Transactions(ctx, publisher, epochs, heartbeat);
        Effects<C> effects = new Effects<>(ctx, scheduler, schema, claims, events);
        this.writeQueue = new WriteQueue<>(
                ctx,
                new Writes<>(ctx, schema, tables, transactions, log, receipts, effects, visibility, publisher, events));
        wake(drained);
    }

    /** Brings the connections that outlived the last instance up to the log's head. */
    private void wake(Position drained) {
        sessions.restore(drained);
        expiry.restore();
        presence.restore();
        subscriptions.restore(drained);
        publisher.drained();
        sessions.all().forEach(snapshots::proceed);
    }

    /** Takes in the server's half of an upgrade that the Worker let through. */
    void open(WebSocket socket, String claimsJson) {
        publisher.publishNew();
        Session<C> session = sessions.open(socket, claimsJson, publisher.head());
        expiry.added(session);
        if (events.areHeard()) {
            events.tell(new SyncEvent.Connected(session.id(), session.identity()));
        }
    }

    /** Whether the socket is, or was, a client's; otherwise it is one that the author accepted. */
    boolean owns(WebSocket socket) {
        return sessions.owns(socket);
    }

    /** Sends a user's clients away. */
    void disconnect(String subject, String reason) {
        for (Session<C> session : new ArrayList<>(sessions.all())) {
            if (session.identity().equals(subject)) {
                end(session, CloseCode.FORBIDDEN, reason);
            }
        }
    }

    /** Sends all clients away, because nothing is left for them, and does nothing any more. */
    void end() {
        for (Session<C> session : new ArrayList<>(sessions.all())) {
            end(session, CloseCode.GONE, "deleted");
        }
        publisher.stop();
        presence.stop();
        transactions.stop();
    }

    /** @param subject whose scope has changed; {@code null} for everybody's */
    void visibilityChanged(@Nullable String subject) {
        if (subject == null) {
            scopes.ofEveryone();
        } else {
            scopes.of(subject);
        }
        transactions.publishLater();
    }

    SyncSnapshot read(String claimsJson, String collection, Predicate where, @Nullable Value orderBy, int limit) {
        VerifiedClaims verified =
                ClaimsHeader.parse(claimsJson, ctx.globalScope().json());
        return reads.read(claims.apply(verified), collection, where, orderBy, limit);
    }

    private void expire(Session<C> session) {
        end(session, CloseCode.UNAUTHENTICATED, "expired");
    }

    private void rescope(Session<C> session) {
        subscriptions.rescope(session);
    }

    private void end(Session<C> session, int code, String reason) {
        publisher.answer(session);
        session.socket().close(code, reason);
        close(session.socket(), code);
    }

    /** A connection has ended, with the code of its close frame. */
    void close(WebSocket socket, int code) {
        Session<C> session = sessions.close(socket);
        if (session != null) {
            subscriptions.unsubscribeAll(session);
            presence.closed(session);
            if (events.areHeard()) {
                events.tell(new SyncEvent.Disconnected(session.id(), session.identity(), code));
            }
        }
    }

    /** A binary message. May wait, if it is a write whose handlers do. */
    void receive(WebSocket socket, byte[] message) {
        transactions.publishPending();
        Session<C> session = sessions.find(socket);
        if (session == null) {
            return;
        }
        int retryAfter = admit(session, message.length);
        if (retryAfter == Throttle.FLOODED) {
            return;
        }
        if (message.length > Limits.SERVER_INBOUND.maxFrameBytes()) {
            malformed(session, "more than " + Limits.SERVER_INBOUND.maxFrameBytes() + " bytes", CloseCode.TOO_LARGE);
            return;
        }
        Decoding<ClientFrame> decoding = FrameReader.clientFrame(message, Limits.SERVER_INBOUND);
        if (decoding instanceof Decoding.Malformed<ClientFrame> malformed) {
            malformed(session, malformed.reason(), CloseCode.MALFORMED);
        } else if (decoding instanceof Decoding.Ok<ClientFrame> ok) {
            ClientFrame frame = ok.value();
            if (id(frame).length() > SyncLimits.MAX_ID_CHARS) {
                malformed(
                        session, "an id of more than " + SyncLimits.MAX_ID_CHARS + " characters", CloseCode.MALFORMED);
            } else if (retryAfter == Throttle.ADMITTED) {
                route(session, frame, message);
            } else {
                refuse(session, frame, retryAfter);
            }
        }
    }

    /** A text message: the protocol has none, but for the ping that the runtime answers. */
    void receive(WebSocket socket) {
        Session<C> session = sessions.find(socket);
        if (session != null && admit(session, 0) == Throttle.ADMITTED) {
            malformed(session, "a text message; frames are binary", CloseCode.MALFORMED);
        }
    }

    <T extends @Nullable Object> T write(Transaction<T> body) {
        return transactions.runAndPublish(body);
    }

    /**
     * Whether a message may be taken, as {@link Throttle#admit} says. The connection has ended when it is
     * {@link Throttle#FLOODED}.
     */
    private int admit(Session<C> session, int length) {
        double now = (double) ctx.globalScope().currentTimeMillis();
        if (session.isExpiredAt(now)) {
            expire(session);
            return Throttle.FLOODED;
        }
        session.answers().came(now);
        int retryAfter = session.throttle().admit(length, now);
        if (retryAfter != Throttle.ADMITTED && events.areHeard()) {
            events.tell(new SyncEvent.RateLimited(session.id()));
        }
        if (retryAfter == Throttle.FLOODED) {
            end(session, CloseCode.TRY_AGAIN_LATER, "too many messages; send them more slowly");
        }
        return retryAfter;
    }

    /** A frame beyond the rate limit. Those that have no answer are dropped. */
    private void refuse(Session<C> session, ClientFrame frame, int retryAfter) {
        Refusal refusal =
                Refusal.of(ErrorCode.RATE_LIMITED, "this connection sends too much; send it again later", retryAfter);
        switch (frame.kind()) {
            case MUT, CALL -> session.wire().rejected(session, id(frame), refusal);
            case SUB -> subscriptions.refuse(session, id(frame), refusal);
            case FETCH -> session.wire().pageRefused(session, id(frame), refusal, publisher.head());
            case UNSUB, HELLO, ACK, JOIN, LEAVE, BROADCAST -> {}
        }
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
        boolean isFirst = session.isFirstFrame();
        boolean isGreeted = session.wire().isSamovar();
        if (!isGreeted && isOfSamovar(frame.kind())) {
            malformed(session, frame.kind().wireName() + " without a hello as the first frame", CloseCode.MALFORMED);
            return;
        }
        switch (frame.kind()) {
            case SUB -> subscriptions.subscribe(session, (ClientFrame.Sub) frame);
            case UNSUB -> subscriptions.unsubscribe(session, ((ClientFrame.Unsub) frame).subId());
            case FETCH -> pages.fetch(session, (ClientFrame.Fetch) frame);
            case MUT -> writeQueue.add(session, ((ClientFrame.Mut) frame).txId(), bytes, frame);
            case CALL -> writeQueue.add(session, ((ClientFrame.Call) frame).txId(), bytes, frame);
            case HELLO -> welcome(session, isFirst);
            case ACK -> acknowledge(session, (ClientFrame.Ack) frame);
            case JOIN -> presence.join(session, ((ClientFrame.Join) frame).state());
            case LEAVE -> presence.leave(session);
            case BROADCAST -> presence.broadcast(session, ((ClientFrame.Broadcast) frame).data());
        }
    }

    private static boolean isOfSamovar(ClientFrame.Kind kind) {
        return switch (kind) {
            case SUB, UNSUB, MUT, CALL, FETCH, HELLO -> false;
            case ACK, JOIN, LEAVE, BROADCAST -> true;
        };
    }

    private void welcome(Session<C> session, boolean isFirst) {
        if (!isFirst) {
            malformed(session, "hello must be the first frame", CloseCode.MALFORMED);
            return;
        }
        sessions.greet(session);
        Double expires = Double.isInfinite(session.expiresMillis()) ? null : (Double) session.expiresMillis();
        String epoch = epochs.current();
        session.epoch(epoch);
        session.told(publisher.head());
        sender.send(
                session,
                new ServerFrame.Welcome(
                        VERSION, epoch, publisher.head(), session.id(), SyncLimits.HEARTBEAT_MILLIS, expires, limits));
    }

    private void acknowledge(Session<C> session, ClientFrame.Ack frame) {
        session.acked(frame.bytes());
        snapshots.proceed(session);
    }

    /** Clients of the reference profile would dial again for ever if they were closed: theirs is only counted. */
    private void malformed(Session<C> session, String reason, int closeCode) {
        malformedFrames++;
        ctx.globalScope().console().warn("Malformed frame " + malformedFrames + " ignored: " + reason);
        if (events.areHeard()) {
            events.tell(new SyncEvent.MalformedFrame(session.id(), reason));
        }
        publisher.answer(session);
        session.wire().malformed(session, reason, closeCode);
    }

    private static ServerLimits limits(SyncOptions options) {
        return new ServerLimits(
                Limits.SERVER_INBOUND.maxFrameBytes(),
                SyncLimits.MAX_OPS_PER_MUTATION,
                options.maxSubscriptions(),
                SyncLimits.MAX_AHEAD_BYTES,
                SyncLimits.CHUNK_BYTES);
    }

    private static <C> Map<String, SyncedTable<?>> register(SqlStorage sql, SyncSchema<C> schema) {
        TableInspection inspection = new TableInspection(sql);
        schema.collections().forEach((name, collection) -> inspection.inspect(name, collection.codec()));
        inspection.throwIfProblems();
        Map<String, SyncedTable<?>> tables = new LinkedHashMap<>();
        schema.collections().forEach((name, collection) -> {
            tables.put(
                    name, new SyncedTable<>(name, collection.codec(), TableColumns.of(sql, name, collection.codec())));
        });
        return tables;
    }
}
