package dev.samovar.client.connection;

/**
 * What is to be done about a transition, as data. Effects are performed in their order.
 *
 * @param number the delay in milliseconds of the two that start a timer, the close code of {@link Kind#HANG_UP}, else 0
 */
public record ConnectionEffect(Kind kind, int number) {
    /** What is to be done. */
    public enum Kind {
        /** Get a token. The answer to an earlier request is not wanted any more. */
        FETCH_TOKEN,
        /** Open a socket with the newest token. */
        DIAL,
        /** Close the socket, or give up opening it, and hear it no more. */
        HANG_UP,
        /** Say hello, subscribe again, and send again what was not answered. */
        GREET,
        /** Send the text {@code ping}. */
        PING,
        /** Start the timer that ends in {@link ConnectionEvent.Kind#TIMER_FIRED}, in place of a running one. */
        START_TIMER,
        STOP_TIMER,
        /** Start the timer that ends in {@link ConnectionEvent.Kind#RENEWAL_DUE}, in place of a running one. */
        START_RENEWAL,
        STOP_RENEWAL,
        /** There is no socket for now: hold everything. */
        SUSPEND,
        /** There will be no socket: tell everybody who waits. */
        GIVE_UP
    }

    static ConnectionEffect of(Kind kind) {
        return new ConnectionEffect(kind, 0);
    }

    static ConnectionEffect startTimer(int delayMillis) {
        return new ConnectionEffect(Kind.START_TIMER, delayMillis);
    }

    static ConnectionEffect startRenewal(int delayMillis) {
        return new ConnectionEffect(Kind.START_RENEWAL, delayMillis);
    }

    static ConnectionEffect hangUp(int code) {
        return new ConnectionEffect(Kind.HANG_UP, code);
    }
}
