package dev.samovar.sync;

import dev.samovar.gateway.ClaimsHeader;
import dev.samovar.gateway.SyncGateway;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Handshake;
import dev.samovar.workers.DurableObject;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Transaction;
import dev.samovar.workers.WebSocket;
import dev.samovar.workers.WebSocketPair;
import java.util.Objects;
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
    private @Nullable SyncEngine<C> engine;

    /** Adds the steps that create and change the tables. */
    protected abstract void migrate(Migrations migrations);

    /** Defines collections and commands. The tables exist. */
    protected abstract void define(SyncSchema<C> schema);

    /**
     * Reads a user from verified claims, once per connection and again after each hibernation.
     *
     * @throws IllegalArgumentException if something is missing: the upgrade is refused with 403
     */
    protected abstract C claims(VerifiedClaims claims);

    /** The object's database. Writes that clients shall see go through {@link #runSyncedWrite}. */
    protected final SqlStorage sql() {
        return ctx().storage().sql();
    }

    /**
     * Runs writes of the object's own in one transaction, then sends what changed to the subscribed clients.
     *
     * @return what the body returns
     */
    protected final <T extends @Nullable Object> T runSyncedWrite(Transaction<T> body) {
        return engine().write(body);
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
        engine = new SyncEngine<>(ctx(), schema, this::claims, migrated);
    }

    /** Accepts a WebSocket that a {@link SyncGateway} let through. A request without its claims is refused. */
    @Override
    public Response fetch(Request request) {
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

    @Override
    public void webSocketMessage(WebSocket socket, byte[] message) {
        engine().receive(socket, message);
    }

    @Override
    public void webSocketMessage(WebSocket socket, String message) {
        engine().receive(socket);
    }

    @Override
    public void webSocketClose(WebSocket socket, int code, String reason, boolean wasClean) {
        engine().close(socket);
    }

    @Override
    public void webSocketError(WebSocket socket, Throwable error) {
        engine().close(socket);
    }

    private SyncEngine<C> engine() {
        return Objects.requireNonNull(engine, "The object has not started.");
    }
}
