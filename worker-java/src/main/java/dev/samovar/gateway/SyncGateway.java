package dev.samovar.gateway;

import dev.samovar.protocol.Handshake;
import dev.samovar.workers.DurableObjectNamespace;
import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.Url;
import dev.samovar.workers.WebSocketPair;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients of a room's Durable Object in: checks path, origin and token, then forwards the upgrade with claims that
 * it stamped itself.
 *
 * <pre>{@code
 * SyncGateway.at("/sync/{room}")
 *     .authenticate(JwtVerifier.hs256(secret, "chat"))
 *     .forward(env.chatRoom())
 *     .handle(request, context);
 * }</pre>
 *
 * <p>The token is the second value of {@code Sec-WebSocket-Protocol} after {@value Handshake#SUBPROTOCOL}, the only
 * place a browser can put one, or the query parameter {@code token}. A refused upgrade that offered
 * {@value Handshake#SUBPROTOCOL} is accepted and closed with 4401 or 4403, because a browser cannot read the status of
 * a failed handshake; any other gets HTTP 401 or 403.
 */
public final class SyncGateway {
    private static final String SUBPROTOCOL_HEADER = "sec-websocket-protocol";
    private static final String AUTHORIZATION = "authorization";
    private static final int MAX_ROOM_CHARS = 64;
    private static final String ROOM_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private final String prefix;
    private @Nullable Authenticator authenticator;
    private @Nullable DurableObjectNamespace namespace;
    private @Nullable List<String> origins;
    private Predicate<String> rooms = SyncGateway::isRoomName;
    private boolean forwardsRequests;

    private SyncGateway(String prefix) {
        this.prefix = prefix;
    }

    /**
     * A gateway for one path.
     *
     * @param path ends in <code>/{room}</code>, the one segment that names the object
     */
    public static SyncGateway at(String path) {
        if (!path.startsWith("/") || !path.endsWith("/{room}")) {
            throw new IllegalArgumentException("The path " + path + " must start with / and end with /{room}.");
        }
        return new SyncGateway(path.substring(0, path.length() - "{room}".length()));
    }

    public SyncGateway authenticate(Authenticator authenticator) {
        this.authenticator = authenticator;
        return this;
    }

    /**
     * Allows these origins, for example {@code https://example.com}. Default: the origin of the request's own URL. A
     * request without an {@code Origin} header does not come from a browser's page and is always allowed.
     */
    public SyncGateway origins(String... allowed) {
        this.origins = List.of(allowed);
        return this;
    }

    /** Which room names exist. Default: 1 to 64 ASCII letters, digits, {@code -} and {@code _}. */
    public SyncGateway rooms(Predicate<String> allowed) {
        this.rooms = allowed;
        return this;
    }

    public SyncGateway forward(DurableObjectNamespace namespace) {
        this.namespace = namespace;
        return this;
    }

    /**
     * Lets GET requests through too, to the object's own {@code fetch}, with claims stamped like those of a socket: so
     * an object can answer with what their user may see. Their token is in {@code Authorization: Bearer}, never in the
     * URL. Default: 426 for whatever is no upgrade.
     */
    public SyncGateway forwardRequests() {
        this.forwardsRequests = true;
        return this;
    }

    /** Whether the request's path belongs to this gateway. */
    public boolean matches(Request request) {
        return request.url().pathname().startsWith(prefix);
    }

    /**
     * Admits or refuses the request; one whose path is not the gateway's gets HTTP 404. Waits for the token's
     * verification and for the object.
     *
     * @throws IllegalStateException if no authenticator or no namespace was given
     */
    public Response handle(Request request, ExecutionContext context) {
        if (authenticator == null || namespace == null) {
            throw new IllegalStateException(
                    "The gateway is incomplete: call authenticate(...) and forward(...) before handle(...).");
        }
        if (!matches(request)) {
            return Response.text(404, "There is no room at this address.");
        }
        if (!request.isWebSocketUpgrade()) {
            return forwardsRequests
                    ? forwarded(request, authenticator, namespace, context)
                    : Response.text(426, "This address speaks WebSocket only.");
        }
        Offer offer = Offer.of(request.headers().get(SUBPROTOCOL_HEADER));
        try {
            checkOrigin(request);
            String room = room(request.url());
            String token = offer.token != null ? offer.token : request.url().searchParam("token");
            VerifiedClaims claims = authenticator.authenticate(token, context.globalScope());
            Response answer =
                    namespace.getByName(room).fetch(admitted(request, stamped(request, claims, offer, context)));
            if (answer.status() == 403) {
                throw RefusedException.forbidden("the object cannot use these claims");
            }
            return answer;
        } catch (RefusedException refusal) {
            context.globalScope().console().warn("Upgrade refused: " + refusal.getMessage());
            return refused(refusal, offer, context);
        }
    }

    private Response forwarded(
            Request request, Authenticator verifier, DurableObjectNamespace objects, ExecutionContext context) {
        if (!request.method().equals("GET")) {
            return Response.of(405, new Headers().set("allow", "GET"), "This address takes GET and WebSocket only.");
        }
        try {
            checkOrigin(request);
            String room = room(request.url());
            Headers headers = request.headers();
            VerifiedClaims claims = verifier.authenticate(bearer(headers), context.globalScope());
            headers.delete(AUTHORIZATION);
            ClaimsHeader.stamp(headers, claims, context.globalScope());
            return objects.getByName(room).fetch(Request.of("GET", request.url().toString(), headers, null));
        } catch (RefusedException refusal) {
            context.globalScope().console().warn("Request refused: " + refusal.getMessage());
            return Response.text(refusal.status(), refusal.publicReason());
        }
    }

    private static @Nullable String bearer(Headers headers) {
        String value = headers.get(AUTHORIZATION);
        if (value == null || !(value.startsWith("Bearer ") || value.startsWith("bearer "))) {
            return null;
        }
        return value.substring("Bearer ".length()).trim();
    }

    private void checkOrigin(Request request) {
        String origin = request.headers().get("origin");
        if (origin == null) {
            return;
        }
        boolean allowed = origins == null ? origin.equals(request.url().origin()) : origins.contains(origin);
        if (!allowed) {
            throw RefusedException.forbidden("origin " + origin + " is not allowed; see SyncGateway.origins");
        }
    }

    private String room(Url url) {
        String room = Url.decode(url.pathname().substring(prefix.length()));
        if (!rooms.test(room)) {
            throw RefusedException.forbidden("no such room name; see SyncGateway.rooms");
        }
        return room;
    }

    /** What the object sees: no query, because a token may be in it. */
    private static Request admitted(Request request, Headers headers) {
        return Request.of("GET", request.url().origin() + request.url().pathname(), headers, null);
    }

    private static Headers stamped(Request request, VerifiedClaims claims, Offer offer, ExecutionContext context) {
        Headers headers = request.headers();
        // The token has done its work: the object gets the claims and never the credential.
        headers.delete(SUBPROTOCOL_HEADER);
        if (offer.ours) {
            headers.set(SUBPROTOCOL_HEADER, Handshake.SUBPROTOCOL);
        }
        ClaimsHeader.stamp(headers, claims, context.globalScope());
        return headers;
    }

    private static Response refused(RefusedException refusal, Offer offer, ExecutionContext context) {
        if (!offer.ours) {
            return Response.text(refusal.status(), refusal.publicReason());
        }
        WebSocketPair pair = context.globalScope().newWebSocketPair();
        pair.server().accept();
        pair.server().close(refusal.closeCode(), refusal.publicReason());
        return Response.webSocket(pair.client(), new Headers().set(SUBPROTOCOL_HEADER, Handshake.SUBPROTOCOL));
    }

    private static boolean isRoomName(String name) {
        if (name.isEmpty() || name.length() > MAX_ROOM_CHARS) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (ROOM_CHARS.indexOf(name.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * What the client offers in {@code Sec-WebSocket-Protocol}: {@value Handshake#SUBPROTOCOL}, and behind it a token.
     */
    private record Offer(boolean ours, @Nullable String token) {
        static Offer of(@Nullable String header) {
            if (header == null) {
                return new Offer(false, null);
            }
            int comma = header.indexOf(',');
            String first = comma < 0 ? header : header.substring(0, comma);
            if (!first.trim().equals(Handshake.SUBPROTOCOL)) {
                return new Offer(false, null);
            }
            return new Offer(
                    true, comma < 0 ? null : header.substring(comma + 1).trim());
        }
    }
}
