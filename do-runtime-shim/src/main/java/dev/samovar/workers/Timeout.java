package dev.samovar.workers;

/** A timer that was set. */
public interface Timeout {
    /** Stops the timer. Does nothing when it has fired or was cleared. */
    void clear();
}
