package dev.samovar.sync;

/** Decides whether a write may happen, by returning or by throwing {@link RejectedException}. */
@FunctionalInterface
public interface Authorization<X> {
    /**
     * Runs before the transaction. May wait; the object's data may change meanwhile. It may run once more when a client
     * repeats a write that was done; what it decides then changes nothing.
     */
    void authorize(X context);
}
