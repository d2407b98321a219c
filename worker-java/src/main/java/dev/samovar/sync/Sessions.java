package dev.samovar.sync;

import dev.samovar.gateway.ClaimsHeader;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Position;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.WebSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connected clients, and what of them outlives the instance: id and claims in the socket's attachment,
 * subscriptions in {@code _sync_subscriptions}.
 */
final class Sessions<C> {
    /** Tells Samovar's sockets from those an application accepts itself. */
    private static final String TAG = "samovar";

    private final DurableObjectState ctx;
    private final Function<VerifiedClaims, C> claims;
    private final Map<WebSocket, Session<C>> bySocket = new LinkedHashMap<>();

    Sessions(DurableObjectState ctx, Function<VerifiedClaims, C> claims) {
        this.ctx = ctx;
        this.claims = claims;
    }

    /**
     * Takes the server's half of a new connection.
     *
     * @throws IllegalArgumentException if the claims are none, or too large to be kept with the socket
     */
    void open(WebSocket socket, String claimsJson, Position head) {
        String id = ctx.globalScope().crypto().randomUUID();
        Session<C> session = session(socket, id, claimsJson, head);
        // Before it is accepted: a socket whose claims do not fit must not be left behind.
        socket.serializeAttachment(ctx.globalScope().textEncoding().toUtf8(id + '\n' + claimsJson));
        ctx.acceptWebSocket(socket, TAG);
        bySocket.put(socket, session);
    }

    /** Finds the clients that stayed connected while the object slept, with their subscriptions. */
    void restore(Map<String, SyncedTable<?>> tables, Position delivered) {
        Map<String, Session<C>> byId = new HashMap<>();
        for (WebSocket socket : ctx.getWebSockets(TAG)) {
            Session<C> session = restored(socket, delivered);
            if (session != null) {
                bySocket.put(socket, session);
                byId.put(session.id(), session);
            }
        }
        restoreSubscriptions(byId, tables);
    }

    @Nullable
    Session<C> find(WebSocket socket) {
        return bySocket.get(socket);
    }

    Collection<Session<C>> all() {
        return bySocket.values();
    }

    void subscribe(Session<C> session, String sub, SyncedTable<?> table) {
        session.subscribe(sub, table);
        sql().exec(
                        "INSERT OR REPLACE INTO _sync_subscriptions (session, sub, collection) VALUES (?, ?, ?)",
                        session.id(),
                        sub,
                        table.name());
    }

    void unsubscribe(Session<C> session, String sub) {
        session.unsubscribe(sub);
        sql().exec("DELETE FROM _sync_subscriptions WHERE session = ? AND sub = ?", session.id(), sub);
    }

    /** Forgets a connection that ended. */
    void close(WebSocket socket) {
        Session<C> session = bySocket.remove(socket);
        if (session != null) {
            new ArrayList<>(session.subscriptions().keySet()).forEach(session::unsubscribe);
            forget(session.id());
        }
    }

    /** A socket whose claims a new version of the class refuses is closed: it must not keep the object from waking. */
    private @Nullable Session<C> restored(WebSocket socket, Position delivered) {
        byte[] attachment = socket.deserializeAttachment();
        if (attachment == null) {
            return null;
        }
        String text = ctx.globalScope().textEncoding().fromUtf8(attachment);
        int end = text.indexOf('\n');
        try {
            return session(socket, text.substring(0, end), text.substring(end + 1), delivered);
        } catch (IllegalArgumentException unusable) {
            ctx.globalScope().console().warn("Connection closed after a wake: " + unusable.getMessage());
            socket.close(CloseCode.FORBIDDEN, "forbidden");
            return null;
        }
    }

    private void restoreSubscriptions(Map<String, Session<C>> byId, Map<String, SyncedTable<?>> tables) {
        List<String> orphans = new ArrayList<>();
        SqlCursor cursor = sql().exec("SELECT session, sub, collection FROM _sync_subscriptions");
        while (cursor.next()) {
            Session<C> session = byId.get(cursor.getString(0));
            SyncedTable<?> table = tables.get(cursor.getString(2));
            if (session == null) {
                orphans.add(cursor.getString(0));
            } else if (table != null) {
                session.subscribe(cursor.getString(1), table);
            }
        }
        orphans.forEach(this::forget);
    }

    private void forget(String sessionId) {
        sql().exec("DELETE FROM _sync_subscriptions WHERE session = ?", sessionId);
    }

    private Session<C> session(WebSocket socket, String id, String claimsJson, Position delivered) {
        VerifiedClaims verified =
                ClaimsHeader.parse(claimsJson, ctx.globalScope().json());
        return new Session<>(socket, id, verified.subject(), claims.apply(verified), delivered);
    }

    private SqlStorage sql() {
        return ctx.storage().sql();
    }
}
