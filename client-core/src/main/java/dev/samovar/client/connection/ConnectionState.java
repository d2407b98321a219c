package dev.samovar.client.connection;

/** Where a connection stands. Immutable; {@code failures} counts the attempts in a row that came to nothing. */
public sealed interface ConnectionState {
    enum Kind {
        IDLE,
        CONNECTING,
        OPEN,
        WAITING,
        CLOSED
    }

    Kind kind();

    /** Nobody has asked for a connection yet. */
    record Idle() implements ConnectionState {
        @Override
        public Kind kind() {
            return Kind.IDLE;
        }
    }

    /** A socket is being opened. */
    record Connecting(int failures) implements ConnectionState {
        @Override
        public Kind kind() {
            return Kind.CONNECTING;
        }
    }

    /**
     * The socket is open.
     *
     * @param failures those before this socket; they are forgotten when the server speaks, not when it accepts, so that
     *     a server which accepts and breaks is dialled ever more slowly
     * @param isAwaitingPeer a ping was sent and nothing came since
     */
    record Open(int failures, boolean isAwaitingPeer) implements ConnectionState {
        @Override
        public Kind kind() {
            return Kind.OPEN;
        }
    }

    /**
     * The socket is gone or did not open, and the next attempt has a time.
     *
     * @param reason why, for people
     */
    record Waiting(int failures, String reason) implements ConnectionState {
        @Override
        public Kind kind() {
            return Kind.WAITING;
        }
    }

    /**
     * There will be no further attempt unless somebody asks for one.
     *
     * @param code the WebSocket's close code
     * @param reason what the server said, may be empty
     */
    record Closed(Cause cause, int code, String reason) implements ConnectionState {
        /** Who ended it, and whether fresh credentials would help. */
        public enum Cause {
            /** The owner of this client closed it. */
            REQUESTED,
            /** The server does not accept the credentials: connect again with fresh ones. */
            UNAUTHENTICATED,
            /** The user may not be here. */
            FORBIDDEN,
            /** The server refused for a reason of its own. */
            REFUSED
        }

        @Override
        public Kind kind() {
            return Kind.CLOSED;
        }
    }
}
