package dev.samovar.sync;

/** Carries a write out. */
@FunctionalInterface
public interface Execution<X> {
    /** Runs inside the transaction and must not wait. What it throws rolls back every operation of the batch. */
    void execute(X context);
}
