package dev.samovar.client;

/** Calls back later, and tells the time. */
public interface Timers {
    /** Calls the task once, no earlier than after {@code delayMillis}, and never before this returns. */
    Timer start(int delayMillis, Runnable task);

    /** Milliseconds since 1970. May jump. */
    double nowMillis();

    /** A timer that was started. */
    interface Timer {
        /** Stops it. Does nothing when it has fired or was stopped. */
        void cancel();
    }
}
