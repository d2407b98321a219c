package dev.samovar.client.connection;

/**
 * What happens to a connection. Events of a socket that was given up are not events of the connection.
 *
 * @param code of {@link Kind#DROPPED}, else 0
 * @param reason of {@link Kind#DROPPED} and {@link Kind#OPEN_FAILED}, else empty
 */
public record ConnectionEvent(Kind kind, int code, String reason) {
    /** What it is. */
    public enum Kind {
        /** Somebody needs the connection. Does not shorten a wait. */
        CONNECT_REQUESTED,
        /** There is reason to hope, such as a network that came back: shortens a wait. */
        RETRY_REQUESTED,
        /** The owner wants no connection any more. */
        CLOSE_REQUESTED,
        /** The socket is open. */
        OPENED,
        /** There is no socket, and no close code: it could not be made. */
        OPEN_FAILED,
        /** The socket was closed by the other end or by the network, before or after it was open. */
        DROPPED,
        /** Something came in. Only needed while {@link ConnectionState.Open} counts failures or awaits the peer. */
        PEER_HEARD,
        /** The wait is over. */
        RETRY_TIMER_FIRED,
        /** It is time to ping, or the answer to a ping is overdue. */
        LIVENESS_TIMER_FIRED
    }

    /** One that needs no more said. */
    public static ConnectionEvent of(Kind kind) {
        return new ConnectionEvent(kind, 0, "");
    }

    public static ConnectionEvent openFailed(String reason) {
        return new ConnectionEvent(Kind.OPEN_FAILED, 0, reason);
    }

    /** The socket was closed with a code of RFC 6455. */
    public static ConnectionEvent dropped(int code, String reason) {
        return new ConnectionEvent(Kind.DROPPED, code, reason);
    }
}
