package dev.samovar.client;

/** Hears what concerns the client as a whole. Must not throw. */
public interface ClientListener {
    /**
     * {@link SyncClient#status}, {@link SyncClient#state}, {@link SyncClient#pendingWrites} or
     * {@link SyncClient#latencyMillis} may have changed.
     */
    void onChange();

    /** Something was ignored that a developer should know of. The text holds no row data. */
    void onWarning(String message);
}
