package dev.samovar.client.connection;

/**
 * What happens to a connection. Events of a socket that was given up, or of a token that nobody waits for any more, are
 * not events of the connection.
 *
 * @param code of {@link Kind#DROPPED} and {@link Kind#BROKEN}, else 0
 * @param reason of these two, of {@link Kind#TOKEN_FAILED} and {@link Kind#DIAL_FAILED}, else empty
 * @param heartbeatMillis of {@link Kind#WELCOMED}, else 0
 * @param lifeMillis of {@link Kind#WELCOMED}, else 0: how long the credentials hold by this end's clock, or
 *     {@link #FOREVER}
 */
public record ConnectionEvent(Kind kind, int code, String reason, int heartbeatMillis, double lifeMillis) {
    /** The life of credentials that do not expire. */
    public static final double FOREVER = Double.POSITIVE_INFINITY;

    /** What it is. */
    public enum Kind {
        /** Somebody needs the connection. Neither shortens a wait nor opens what is closed. */
        NEEDED,
        /** Somebody asks for the connection now, whatever was before. */
        REVIVED,
        /** The owner wants no connection any more. */
        CLOSE_REQUESTED,
        /** There is a token for the next socket, or none is needed. */
        TOKEN_GOT,
        /** The token is the one that the last socket was opened with. */
        TOKEN_UNCHANGED,
        TOKEN_FAILED,
        /** The socket is open. */
        OPENED,
        /** There is no socket, and no close code: it could not be made. */
        DIAL_FAILED,
        /** The hello was answered. */
        WELCOMED,
        /** Something came in. Only needed while {@link ConnectionState.Open} awaits the peer. */
        HEARD,
        /** The server has sent what it must not, or a frame is missing. */
        BROKEN,
        /** The socket was closed by the other end or by the network, before or after it was open. */
        DROPPED,
        /** The time of the state is over. */
        TIMER_FIRED,
        /** The credentials are about to expire. */
        RENEWAL_DUE,
        /** The device says it has a network again. */
        WENT_ONLINE,
        /** The device says it has none. It may be wrong: a server on the same machine can be reached. */
        WENT_OFFLINE,
        /** Somebody looks at the page again, which may have slept. */
        SHOWN
    }

    /** One that needs no more said. */
    public static ConnectionEvent of(Kind kind) {
        return new ConnectionEvent(kind, 0, "", 0, 0);
    }

    public static ConnectionEvent tokenFailed(String reason) {
        return new ConnectionEvent(Kind.TOKEN_FAILED, 0, reason, 0, 0);
    }

    public static ConnectionEvent dialFailed(String reason) {
        return new ConnectionEvent(Kind.DIAL_FAILED, 0, reason, 0, 0);
    }

    public static ConnectionEvent welcomed(int heartbeatMillis, double lifeMillis) {
        return new ConnectionEvent(Kind.WELCOMED, 0, "", heartbeatMillis, lifeMillis);
    }

    /**
     * The server breaks the protocol.
     *
     * @param code with which this end closes the socket
     */
    public static ConnectionEvent broken(int code, String reason) {
        return new ConnectionEvent(Kind.BROKEN, code, reason, 0, 0);
    }

    /** The socket was closed with a code of RFC 6455. */
    public static ConnectionEvent dropped(int code, String reason) {
        return new ConnectionEvent(Kind.DROPPED, code, reason, 0, 0);
    }
}
