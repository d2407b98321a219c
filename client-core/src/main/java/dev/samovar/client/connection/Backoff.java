package dev.samovar.client.connection;

import dev.samovar.protocol.CloseCode;

/**
 * How long to wait before the next attempt: anything up to a bound that doubles with every failure ("full jitter"), so
 * that the clients of a server that restarts do not all come back at once.
 */
public final class Backoff {
    /** The bound after the first failure. */
    public static final int BASE_MILLIS = 250;

    /** The bound never exceeds this. */
    public static final int CAP_MILLIS = 30_000;

    /** The bound passes the cap here, so more doublings need not be computed. */
    private static final int MAX_DOUBLINGS = 7;

    private Backoff() {}

    /**
     * The longest wait.
     *
     * @param failures in a row, 1 or more
     */
    public static int boundMillis(int failures) {
        int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
        return Math.min(CAP_MILLIS, BASE_MILLIS << doublings);
    }

    /**
     * The wait, which the chance given decides.
     *
     * @param failures in a row, 1 or more
     * @param jitter where between nothing and the bound: from 0, below 1
     */
    public static int delayMillis(int failures, double jitter) {
        return (int) (jitter * (boundMillis(failures) + 1));
    }

    /**
     * The wait after a close, or {@link RetryPolicy#GIVE_UP} if its code says that the same would end the same.
     *
     * @param failures in a row, 1 or more
     * @param code the WebSocket's close code, or 0 if there was none
     * @param jitter where between nothing and the bound: from 0, below 1
     */
    public static int delayMillis(int failures, int code, double jitter) {
        return code == CloseCode.MALFORMED || code == CloseCode.TOO_LARGE
                ? RetryPolicy.GIVE_UP
                : delayMillis(failures, jitter);
    }
}
