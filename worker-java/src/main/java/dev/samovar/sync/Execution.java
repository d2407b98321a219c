package dev.samovar.sync;

/** Carries a write out. */
@FunctionalInterface
public interface Execution<X> {
    /**
     * Runs inside the transaction and must not wait. What it throws rolls back every operation of the batch. It may run
     * once more when a client repeats a write that was done, and is then rolled back: it should change nothing but the
     * database.
     */
    void execute(X context);
}
