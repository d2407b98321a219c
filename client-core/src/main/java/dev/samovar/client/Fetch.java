package dev.samovar.client;

/** A page that was asked for. */
public interface Fetch {
    /** Is not interested any more: its listener is not called. Does nothing the second time, or after the answer. */
    void cancel();
}
