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
public record ConnectionEvent(int kind, int code, String reason, int heartbeatMillis, double lifeMillis) {
    /** The life of credentials that do not expire. */
    public static final double FOREVER = Double.POSITIVE_INFINITY;

    /** What it is. Numbers: an enum that is switched on is half a kilobyte of what a browser loads. */
    public static final class Kind {
        /** Somebody needs the connection. Neither shortens a wait nor opens what is closed. */
        public static final int NEEDED = 0;
        /** Somebody asks for the connection now, whatever was before. */
        public static final int REVIVED = 1;
        /** The owner wants no connection any more. */
        public static final int CLOSE_REQUESTED = 2;
        /** There is a token for the next socket, or none is needed. */
        public static final int TOKEN_GOT = 3;
        /** The token is the one that the last socket was opened with. */
        public static final int TOKEN_UNCHANGED = 4;

        public static final int TOKEN_FAILED = 5;
        /** The socket is open. */
        public static final int OPENED = 6;
        /** There is no socket, and no close code: it could not be made. */
        public static final int DIAL_FAILED = 7;
        /** The hello was answered. */
        public static final int WELCOMED = 8;
        /** Something came in. Only needed while {@link ConnectionState.Open} awaits the peer. */
        public static final int HEARD = 9;
        /** The server has sent what it must not, or a frame is missing. */
        public static final int BROKEN = 10;
        /** The socket was closed by the other end or by the network, before or after it was open. */
        public static final int DROPPED = 11;
        /** The time of the state is over. */
        public static final int TIMER_FIRED = 12;
        /** The credentials are about to expire. */
        public static final int RENEWAL_DUE = 13;
        /** The device says it has a network again. */
        public static final int WENT_ONLINE = 14;
        /** The device says it has none. It may be wrong: a server on the same machine can be reached. */
        public static final int WENT_OFFLINE = 15;
        /** Somebody looks at the page again, which may have slept. */
        public static final int SHOWN = 16;

        private Kind() {}
    }

    /** One that needs no more said. */
    public static ConnectionEvent of(int kind) {
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
