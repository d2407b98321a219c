package dev.samovar.client.connection;

/** Says how long to wait after an attempt that came to nothing, or that there will be no other. Must not throw. */
@FunctionalInterface
public interface RetryPolicy {
    /** What {@link #delayMillis} answers when there is to be no further attempt. */
    int GIVE_UP = -1;

    /** {@link Backoff}, but for close codes which say that the same would end the same. */
    RetryPolicy DEFAULT = Backoff::delayMillis;

    /**
     * The wait before the next attempt. It begins when a pause that the server has asked for is over.
     *
     * @param failures in a row, 1 or more
     * @param code the WebSocket's close code, or 0 if there was none; never one from 4000 to 4999, which are final
     * @param jitter random, from 0, below 1
     * @return milliseconds, or {@link #GIVE_UP}
     */
    int delayMillis(int failures, int code, double jitter);
}
