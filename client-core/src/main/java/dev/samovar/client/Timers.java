package dev.samovar.client;

/** Calls back later. */
public interface Timers {
    /** Calls the task once, no earlier than after {@code delayMillis}, and never before this returns. */
    Timer start(int delayMillis, Runnable task);

    /** A timer that was started. */
    interface Timer {
        /** Stops it. Does nothing when it has fired or was stopped. */
        void cancel();
    }
}
