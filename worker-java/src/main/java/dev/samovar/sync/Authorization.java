package dev.samovar.sync;

/** Decides whether a write may happen, by returning or by throwing {@link RejectedException}. */
@FunctionalInterface
public interface Authorization<X> {
    /** Runs before the transaction. May wait; the object's data may change meanwhile. */
    void authorize(X context);
}
