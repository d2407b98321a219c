package dev.samovar.client.connection;

/**
 * What is to be done about a transition, as data. Effects are performed in their order.
 *
 * @param delayMillis of the two that start a timer, else 0
 */
public record ConnectionEffect(Kind kind, int delayMillis) {
    /** What is to be done. */
    public enum Kind {
        /** Open a new socket. */
        DIAL,
        /** Forget the socket that is being opened; if it opens nevertheless, close it. */
        CANCEL_DIAL,
        /** Close the socket and hear it no more. */
        HANG_UP,
        /** Send the text {@code ping}. */
        SEND_PING,
        /** Start the timer that ends in {@link ConnectionEvent.Kind#RETRY_TIMER_FIRED}. */
        START_RETRY_TIMER,
        CANCEL_RETRY_TIMER,
        /**
         * Start the timer that ends in {@link ConnectionEvent.Kind#LIVENESS_TIMER_FIRED}, in place of a running one.
         */
        START_LIVENESS_TIMER,
        CANCEL_LIVENESS_TIMER,
        /** Subscribe again and send again what was not answered. */
        RESUME,
        /** There is no socket for now: hold everything. */
        SUSPEND,
        /** There will be no socket: tell everybody who waits. */
        GIVE_UP
    }

    static ConnectionEffect of(Kind kind) {
        return new ConnectionEffect(kind, 0);
    }

    static ConnectionEffect startRetryTimer(int delayMillis) {
        return new ConnectionEffect(Kind.START_RETRY_TIMER, delayMillis);
    }

    static ConnectionEffect startLivenessTimer(int delayMillis) {
        return new ConnectionEffect(Kind.START_LIVENESS_TIMER, delayMillis);
    }
}
