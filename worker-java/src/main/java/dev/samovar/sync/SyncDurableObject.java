package dev.samovar.sync;

import dev.samovar.gateway.ClaimsHeader;
import dev.samovar.gateway.SyncGateway;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Handshake;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.workers.AlarmInvocationInfo;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Transaction;
import dev.samovar.workers.WebSocket;
import dev.samovar.workers.WebSocketPair;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Durable Object that keeps its clients' collections equal to its tables. A subclass says which tables there are, who
 * may write what, and nothing about sockets, frames or positions.
 *
 * <p>Clients come in through a {@link SyncGateway}, which verifies who they are. Whatever changes a row of a
 * collection, a client's mutation, a command or {@link #runSyncedWrite}, reaches every subscribed client in the order
 * it was committed. Subscriptions survive hibernation.
 *
 * @param <C> what the object knows of a connected user
 */
public abstract class SyncDurableObject<C> extends DurableObject {
    private @Nullable Scheduler scheduler;
    private @Nullable Jobs jobs;
    private @Nullable SyncEngine<C> engine;
    private boolean isDeleted;

    /** Adds the steps that create and change the tables. */
    protected abstract void migrate(Migrations migrations);

    /**
     * Defines collections and commands, and does nothing else: it is called when the object starts, and by a build that
     * asks what the object offers, without a database ({@link SyncContract}).
     */
    protected abstract void define(SyncSchema<C> schema);

    /**
     * Reads a user from verified claims, once per connection and again after each hibernation.
     *
     * @throws IllegalArgumentException if something is missing: the upgrade is refused with 403
     */
    protected abstract C claims(VerifiedClaims claims);

    /**
     * Says which rows of a collection a user may see: {@link Predicate#EVERYTHING}, which is the default,
     * {@link Predicate#NOTHING}, or what a row must be like. It narrows every subscription and fetch of the user. Asked
     * when a client subscribes, fetches, or is found again after hibernation; must neither wait nor write.
     *
     * @param collection the name of the table
     */
    protected Predicate visible(C user, String collection) {
        return Predicate.EVERYTHING;
    }

    /** What the object is tuned by. Asked once, when the object starts. */
    protected SyncOptions options() {
        return SyncOptions.DEFAULTS;
    }

    /**
     * Who is told what happens to the object's clients, for metrics and logs; {@code null}, which is the default, for
     * nobody. Asked once, when the object starts. What the listener throws is logged and harms nothing; it must not
     * wait.
     */
    protected @Nullable Consumer<SyncEvent> onEvent() {
        return null;
    }

    /** The object's database. Writes that clients shall see go through {@link #runSyncedWrite}. */
    protected final SqlStorage sql() {
        return ctx().storage().sql();
    }

    /**
     * Runs writes of the object's own in one transaction, then sends what changed to the subscribed clients. Inside
     * another transaction, a command's or one of the object's own, it is a part of that: nothing is sent of what that
     * one rolls back.
     *
     * @return what the body returns
     */
    protected final <T extends @Nullable Object> T runSyncedWrite(Transaction<T> body) {
        return engine().write(body);
    }

    /**
     * Tells that {@link #visible} may answer otherwise for everybody. It is asked anew for all who are connected; whose
     * rows differ gets the new ones with the transaction this is called in, before anything else is sent to them. Who
     * is away gets them on coming back. Without a call, a change is seen with the next subscription and the next wake.
     */
    protected final void visibilityChanged() {
        engine().visibilityChanged(null);
    }

    /** {@link #visibilityChanged()} for one user. */
    protected final void visibilityChanged(String subject) {
        engine().visibilityChanged(subject);
    }

    /** {@link #disconnect(String, String)} without a reason of the author's. */
    protected final void disconnect(String subject) {
        disconnect(subject, "disconnected");
    }

    /**
     * Closes all connections of a user, with code 4403, which their clients take as final. It does not keep the user
     * from connecting again: that is for the Worker and {@link #claims} to refuse.
     *
     * @param reason told to the clients, at most 123 bytes of UTF-8
     */
    protected final void disconnect(String subject, String reason) {
        engine().disconnect(subject, reason);
    }

    /** All that the user of a request may see of a collection. */
    protected final SyncSnapshot readSyncSnapshot(Request request, String collection) {
        return readSyncSnapshot(request, collection, Predicate.EVERYTHING, null, null);
    }

    /**
     * Reads what a client of the request's user would be shown. Not inside a transaction. A client that is given all
     * rows of its subscription, so without a limit here, goes on from there.
     *
     * @param request one that a {@link SyncGateway} let through: it says who asks
     * @param orderBy as in a subscription; {@code null} for the order of the keys
     * @param limit how many rows at most; {@code null} for all
     * @throws RejectedException with {@code FORBIDDEN} if the request carries no claims, or unusable ones; with another
     *     code if there is no such collection, or its rows are more than 16 MiB
     * @throws dev.samovar.protocol.query.QueryException if filter or order do not fit the collection
     */
    protected final SyncSnapshot readSyncSnapshot(
            Request request, String collection, Predicate where, @Nullable Value orderBy, @Nullable Integer limit) {
        String claims = ClaimsHeader.read(request.headers(), ctx().globalScope().textEncoding());
        if (claims == null) {
            throw new RejectedException("the request carries no verified claims; send it through the gateway");
        }
        try {
            return engine().read(claims, collection, where, orderBy, limit == null ? RowQuery.UNLIMITED : limit);
        } catch (IllegalArgumentException unusable) {
            throw new RejectedException("the claims of the request are unusable: " + unusable.getMessage());
        }
    }

    /**
     * Deletes the object with everything in it. Clients are disconnected with code 4410, upon which they drop their
     * rows. Waits, so not inside a transaction. What the object does until it returns to the runtime fails; then the
     * instance is dropped, and the next event finds a new object.
     */
    protected final void deleteObject() {
        isDeleted = true;
        engine().end();
        ctx().storage().deleteAll();
        ctx().globalScope().setTimeout(() -> ctx().abort("The object was deleted."), 0);
    }

    /** {@link #schedule(String, long, Value)} without a payload. */
    protected final void schedule(String name, long atMillis) {
        schedule(name, atMillis, Value.NULL);
    }

    /**
     * Schedules a job: {@link #onJob} is called at the time or soon after, also when the object sleeps until then. A
     * job of that name that has not come yet is replaced; one that is running ends first. Part of the transaction that
     * it is called in.
     *
     * @param atMillis milliseconds since 1970; a time that is past means at once
     * @param payload handed to {@code onJob}, at most 2 MB encoded
     */
    protected final void schedule(String name, long atMillis, Value payload) {
        jobs().schedule(name, atMillis, payload);
    }

    /** Takes a job back. Does nothing if there is none, or if it is running already. */
    protected final void cancelJob(String name) {
        jobs().cancel(name);
    }

    /**
     * Does a job. May wait, for at most 15 minutes. Called at least once: again when it throws, or when the object dies
     * in the middle, after 10 s and then ever longer, up to an hour. It may schedule itself anew.
     */
    protected void onJob(Job job) {
        throw new IllegalStateException(
                "This object does nothing when a job comes: override onJob(...), or do not schedule any.");
    }

    /**
     * The object's one alarm belongs to Samovar, which shares it among its own work and {@link #schedule}. Do not set
     * it otherwise.
     */
    @Override
    public final void alarm(AlarmInvocationInfo info) {
        scheduler().ring(info);
    }

    @Override
    protected final void onStart() {
        Metadata.createTables(sql());
        Capture.seeEvictedRows(sql());
        Migrations migrations = new Migrations();
        migrate(migrations);
        boolean migrated = migrations.run(ctx().storage(), ctx().globalScope().currentTimeMillis());
        SyncSchema<C> schema = new SyncSchema<>();
        define(schema);
        ctx().setWebSocketAutoResponse("ping", "pong");
        scheduler = new Scheduler(ctx());
        Events events = new Events(onEvent(), ctx().globalScope().console());
        jobs = new Jobs(ctx(), scheduler, this::onJob, events);
        engine = new SyncEngine<>(ctx(), schema, this::claims, this::visible, migrated, scheduler, options(), events);
        scheduler.wake();
    }

    /**
     * Accepts a WebSocket that a {@link SyncGateway} let through. A request without its claims is refused.
     *
     * <p>An object that answers other requests too overrides this method, and calls it for what is not its own. It may
     * accept WebSockets with any tag but {@code samovar}; they are told to {@link #onWebSocketMessage} and the like.
     */
    @Override
    public Response fetch(Request request) {
        if (isDeleted) {
            return Response.text(410, "gone");
        }
        if (!request.isWebSocketUpgrade()) {
            return Response.text(426, "This object speaks WebSocket only.");
        }
        Headers headers = request.headers();
        WebSocketPair pair = ctx().globalScope().newWebSocketPair();
        try {
            String claims = ClaimsHeader.read(headers, ctx().globalScope().textEncoding());
            if (claims == null) {
                return Response.text(401, "unauthorized");
            }
            engine().open(pair.server(), claims);
        } catch (IllegalArgumentException unusable) {
            ctx().globalScope().console().warn("Upgrade refused: " + unusable.getMessage());
            return Response.text(403, "forbidden");
        }
        Headers accepted = new Headers();
        if (Handshake.SUBPROTOCOL.equals(headers.get("sec-websocket-protocol"))) {
            accepted.set("sec-websocket-protocol", Handshake.SUBPROTOCOL);
        }
        return Response.webSocket(pair.client(), accepted);
    }

    /** A binary message on a WebSocket that the author accepted. May wait. */
    protected void onWebSocketMessage(WebSocket socket, byte[] message) {}

    /** A text message on a WebSocket that the author accepted. {@code ping} is answered by the runtime. May wait. */
    protected void onWebSocketMessage(WebSocket socket, String message) {}

    /** A WebSocket that the author accepted was closed. May wait. */
    protected void onWebSocketClose(WebSocket socket, int code, String reason, boolean wasClean) {}

    /** The connection of a WebSocket that the author accepted broke. May wait. */
    protected void onWebSocketError(WebSocket socket, Throwable error) {}

    @Override
    public final void webSocketMessage(WebSocket socket, byte[] message) {
        if (engine().owns(socket)) {
            engine().receive(socket, message);
        } else {
            onWebSocketMessage(socket, message);
        }
    }

    @Override
    public final void webSocketMessage(WebSocket socket, String message) {
        if (engine().owns(socket)) {
            engine().receive(socket);
        } else {
            onWebSocketMessage(socket, message);
        }
    }

    @Override
    public final void webSocketClose(WebSocket socket, int code, String reason, boolean wasClean) {
        if (engine().owns(socket)) {
            engine().close(socket, code);
        } else {
            onWebSocketClose(socket, code, reason, wasClean);
        }
    }

    @Override
    public final void webSocketError(WebSocket socket, Throwable error) {
        if (engine().owns(socket)) {
            engine().close(socket, CloseCode.ABNORMAL);
        } else {
            onWebSocketError(socket, error);
        }
    }

    private SyncEngine<C> engine() {
        return started(engine);
    }

    private Scheduler scheduler() {
        return started(scheduler);
    }

    private Jobs jobs() {
        return started(jobs);
    }

    private static <T> T started(@Nullable T part) {
        return Objects.requireNonNull(part, "The object has not started.");
    }
}
