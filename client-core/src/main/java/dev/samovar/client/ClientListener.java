package dev.samovar.client;

/** Hears what concerns the client as a whole. Must not throw. */
public interface ClientListener {
    /**
     * {@link SyncClient#status}, {@link SyncClient#state}, {@link SyncClient#nextAttemptAtMillis},
     * {@link SyncClient#pendingWrites} or {@link SyncClient#latencyMillis} may have changed.
     */
    void onChange();

    /** {@link SyncClient#position} and those of live subscriptions may have moved; rows up to there have been told. */
    default void onBoundary() {}

    /** Something was ignored that a developer should know of. The text holds no row data. */
    void onWarning(String message);
}
