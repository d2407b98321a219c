package dev.samovar.client.connection;

/** Where a connection stands. Immutable. */
public sealed interface ConnectionState {
    /** Nobody has asked for a connection yet. */
    record Idle() implements ConnectionState {}

    /** A token is being fetched for the next socket. */
    record Fetching(Attempts attempts) implements ConnectionState {}

    /** A socket is being opened. */
    record Dialing(Attempts attempts) implements ConnectionState {}

    /** The socket is open. The hello is on its way, and all that waits behind it; the welcome has not come. */
    record Greeting(Attempts attempts) implements ConnectionState {}

    /**
     * The server has answered.
     *
     * @param heartbeatMillis how often it is asked for a sign of life
     * @param isAwaitingPeer it was asked and nothing came since
     * @param isRenewing a token is being fetched for the socket that is to follow this one
     */
    record Open(Attempts attempts, int heartbeatMillis, boolean isAwaitingPeer, boolean isRenewing)
            implements ConnectionState {}

    /**
     * The socket is gone or did not open, and the next attempt has a time.
     *
     * @param reason why, for people
     * @param isToldWhen the server has named the time, so nothing but its owner shortens the wait
     */
    record Waiting(Attempts attempts, String reason, boolean isToldWhen) implements ConnectionState {}

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
            /** The server accepts neither the credentials nor those that were fetched anew. */
            UNAUTHENTICATED,
            /** The user may not be here. */
            FORBIDDEN,
            /** The object was deleted: there are no rows any more. */
            GONE,
            /** The server refused for a reason of its own, or the policy gave up. */
            REFUSED
        }
    }
}
