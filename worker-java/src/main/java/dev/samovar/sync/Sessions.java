package dev.samovar.sync;

import dev.samovar.gateway.ClaimsHeader;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Position;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.WebSocket;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The connected clients. What outlives the instance, id, profile and claims, is in the socket's attachment. */
final class Sessions<C> {
    /** Tells Samovar's sockets from those an application accepts itself. */
    private static final String TAG = "samovar";

    private final DurableObjectState ctx;
    private final Function<VerifiedClaims, C> claims;
    private final Wire reference;
    private final Wire samovar;
    private final RateLimit rateLimit;
    private final Map<WebSocket, Session<C>> bySocket = new LinkedHashMap<>();

    Sessions(
            DurableObjectState ctx,
            Function<VerifiedClaims, C> claims,
            Wire reference,
            Wire samovar,
            RateLimit rateLimit) {
        this.ctx = ctx;
        this.claims = claims;
        this.reference = reference;
        this.samovar = samovar;
        this.rateLimit = rateLimit;
    }

    /**
     * Takes the server's half of a new connection.
     *
     * @throws IllegalArgumentException if the claims are none, or too large to be kept with the socket
     */
    Session<C> open(WebSocket socket, String claimsJson, Position head) {
        Attachment attachment = new Attachment(ctx.globalScope().crypto().randomUUID(), false, null, 0, claimsJson);
        Session<C> session = session(socket, attachment, head);
        // Before it is accepted: a socket whose claims do not fit must not be left behind.
        attachment.keep(socket, ctx.globalScope().textEncoding());
        ctx.acceptWebSocket(socket, TAG);
        bySocket.put(socket, session);
        return session;
    }

    /** The client has opened with {@code hello}. */
    void greet(Session<C> session) {
        session.wire(samovar);
        keepPresence(session, null);
    }

    /**
     * Keeps with the socket of a greeted client whether it is present.
     *
     * @param presence as {@link Attachment} has it
     * @throws IllegalArgumentException if it does not fit
     */
    void keepPresence(Session<C> session, @Nullable String presence) {
        session.attachment(presence).keep(session.socket(), ctx.globalScope().textEncoding());
        session.presence(presence);
    }

    /**
     * Finds the clients that stayed connected while the object slept.
     *
     * @param delivered what each of them was told at least
     */
    void restore(Position delivered) {
        for (WebSocket socket : ctx.getWebSockets(TAG)) {
            Session<C> session = restored(socket, delivered);
            if (session != null) {
                session.restored();
                bySocket.put(socket, session);
            }
        }
    }

    /** Also of a connection that has ended. */
    boolean owns(WebSocket socket) {
        return bySocket.containsKey(socket) || ctx.getTags(socket).contains(TAG);
    }

    @Nullable
    Session<C> find(WebSocket socket) {
        return bySocket.get(socket);
    }

    Collection<Session<C>> all() {
        return bySocket.values();
    }

    /** Forgets a connection that ended. */
    @Nullable
    Session<C> close(WebSocket socket) {
        return bySocket.remove(socket);
    }

    /** A socket whose claims a new version of the class refuses is closed: it must not keep the object from waking. */
    private @Nullable Session<C> restored(WebSocket socket, Position delivered) {
        Attachment attachment = Attachment.read(socket, ctx.globalScope().textEncoding());
        if (attachment == null) {
            return null;
        }
        try {
            Session<C> session = session(socket, attachment, delivered);
            session.presence(attachment.presence());
            session.sentBefore(attachment.sent());
            return session;
        } catch (IllegalArgumentException unusable) {
            ctx.globalScope().console().warn("Connection closed after a wake: " + unusable.getMessage());
            socket.close(CloseCode.FORBIDDEN, "forbidden");
            return null;
        }
    }

    private Session<C> session(WebSocket socket, Attachment attachment, Position delivered) {
        VerifiedClaims verified =
                ClaimsHeader.parse(attachment.claimsJson(), ctx.globalScope().json());
        return new Session<>(
                socket,
                attachment.id(),
                verified,
                attachment.claimsJson(),
                claims.apply(verified),
                attachment.isGreeted() ? samovar : reference,
                delivered,
                new Throttle(rateLimit, (double) ctx.globalScope().currentTimeMillis()));
    }
}
