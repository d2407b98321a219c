package dev.samovar.sync;

/** Decides at the last moment whether a write may happen, by returning or by throwing {@link RejectedException}. */
@FunctionalInterface
public interface Check<X> {
    /** Runs inside the transaction, just before the operation is executed, and must not wait. */
    void check(X context);
}
