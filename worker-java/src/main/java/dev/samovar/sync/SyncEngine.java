package dev.samovar.sync;

import dev.samovar.gateway.ClaimsHeader;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Transaction;
import dev.samovar.workers.WebSocket;
import java.util.ArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of one object's sync, put together, and the coming and going of its clients. */
final class SyncEngine<C> {
    private final DurableObjectState ctx;
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
    private final Transactions transactions;
    private final Inbox<C> inbox;

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
        FrameSender sender = new FrameSender(ctx.globalScope().textEncoding(), events);
        SqlStorage sql = ctx.storage().sql();
        Tables tables = Tables.register(sql, schema);
        Metadata metadata = new Metadata(sql);
        TrackedColumns tracked = new TrackedColumns(sql);
        ChangeLog log = new ChangeLog(sql, metadata, tracked);
        Capture capture = new Capture(ctx.storage(), log, tracked);
        boolean recaptured = capture.install(tables.all());
        Epochs epochs = new Epochs(sql, log);
        epochs.start(recaptured || migrated, ctx.globalScope().currentTimeMillis());
        Receipts receipts = new Receipts(sql);
        Heartbeat heartbeat = new Heartbeat(scheduler, ctx.globalScope());
        Position drained = metadata.get(Metadata.DRAINED);
        this.sessions = new Sessions<>(
                ctx, claims, new ReferenceWire(sender), new SamovarWire(sender, epochs), options.rateLimit());
        this.expiry = new Expiry<>(scheduler, sessions, this::expire);
        this.presence = new Presence<>(
                schema.presence(), sql, sessions, sender, heartbeat, ctx.globalScope(), events, options.tickMillis());
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
        OrderedRows rows = new OrderedRows(sql);
        Shapes<C> shapes = new Shapes<>(rows, visibility, capture);
        Failures failures = new Failures(ctx.globalScope().console());
        SubscriptionStore store = new SubscriptionStore(sql);
        this.snapshots =
                new Snapshots<>(sql, shapes, rows, log, publisher, store, sender, epochs, ctx.globalScope(), heartbeat);
        this.subscriptions = new Subscriptions<>(
                tables,
                shapes,
                log,
                sessions,
                publisher,
                snapshots,
                store,
                new Resumption<>(log, epochs, scopes),
                options.maxSubscriptions(),
                failures,
                events);
        this.reads = new Reads<>(tables, shapes, rows, publisher, epochs);
        Pages<C> pages = new Pages<>(tables, shapes, rows, publisher, sender, failures);
        this.transactions = new Transactions(ctx, publisher, epochs, heartbeat);
        Effects<C> effects = new Effects<>(ctx, scheduler, schema, claims, events);
        WriteQueue<C> writeQueue = new WriteQueue<>(
                ctx,
                new Writes<>(
                        ctx,
                        schema,
                        tables,
                        transactions,
                        log,
                        receipts,
                        effects,
                        visibility,
                        publisher,
                        failures,
                        events));
        this.inbox = new Inbox<>(
                ctx.globalScope(),
                epochs,
                sessions,
                publisher,
                snapshots,
                subscriptions,
                pages,
                writeQueue,
                presence,
                sender,
                options,
                this::end,
                events);
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
        end(session, CloseCode.UNAUTHENTICATED, Expiry.REASON);
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
        if (session != null) {
            inbox.receive(session, message);
        }
    }

    /** A text message: the protocol has none, but for the ping that the runtime answers. */
    void receive(WebSocket socket) {
        Session<C> session = sessions.find(socket);
        if (session != null) {
            inbox.receiveText(session);
        }
    }

    <T extends @Nullable Object> T write(Transaction<T> body) {
        return transactions.runAndPublish(body);
    }
}
