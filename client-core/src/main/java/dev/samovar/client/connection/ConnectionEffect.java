package dev.samovar.client.connection;

/**
 * What is to be done about a transition, as data. Effects are performed in their order.
 *
 * @param number the delay in milliseconds of the two that start a timer, the close code of {@link Kind#HANG_UP}, else 0
 */
public record ConnectionEffect(int kind, int number) {
    /** What is to be done. Numbers: an enum that is switched on is half a kilobyte of what a browser loads. */
    public static final class Kind {
        /** Get a token. The answer to an earlier request is not wanted any more. */
        public static final int FETCH_TOKEN = 0;
        /** Open a socket with the newest token. */
        public static final int DIAL = 1;
        /** Close the socket, or give up opening it, and hear it no more. */
        public static final int HANG_UP = 2;
        /** Say hello, subscribe again, and send again what was not answered. */
        public static final int GREET = 3;
        /** Send the text {@code ping}. */
        public static final int PING = 4;
        /** Start the timer that ends in {@link ConnectionEvent.Kind#TIMER_FIRED}, in place of a running one. */
        public static final int START_TIMER = 5;

        public static final int STOP_TIMER = 6;
        /** Start the timer that ends in {@link ConnectionEvent.Kind#RENEWAL_DUE}, in place of a running one. */
        public static final int START_RENEWAL = 7;

        public static final int STOP_RENEWAL = 8;
        /** There is no socket for now: hold everything. */
        public static final int SUSPEND = 9;
        /** There will be no socket: tell everybody who waits. */
        public static final int GIVE_UP = 10;

        private Kind() {}
    }

    static ConnectionEffect of(int kind) {
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
