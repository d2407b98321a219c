package dev.samovar.sync;

/**
 * What follows from a committed write. It is written down in the write's transaction, and begins when the client has
 * its answer. Until it has returned without throwing it is tried again: after 10 s, then ever longer,
 * {@value Effects#MAX_ATTEMPTS} times in all, about two hours; then it is given up, with an error in the log. It
 * survives the death of the object at any moment, so it happens at least once, and sometimes more often: what it calls
 * should know {@link EffectContext#idempotencyKey}. Effects run beside each other, in no order.
 *
 * @param <E> {@link RowEffectContext} of a mutation, {@link CommandEffectContext} of a command
 */
@FunctionalInterface
public interface Effect<E> {
    /** May wait. Writes that clients shall see go through {@code runSyncedWrite}. */
    void run(E context);
}
