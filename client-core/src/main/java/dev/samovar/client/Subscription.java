package dev.samovar.client;

/** A subscription that was asked for. */
public interface Subscription {
    /** Ends it: its listener is not called again. Does nothing the second time. */
    void cancel();
}
