package dev.samovar.client;

import java.util.List;

/** Receives the rows of one {@link SyncedCollection}. Must not throw. May subscribe, unsubscribe and write. */
@FunctionalInterface
public interface CollectionListener {
    /**
     * Rows have changed, all at once: after each call the live subscriptions' rows are those of one position of the
     * server. Only what is different is told, each key once, in no particular order.
     *
     * @param changes not empty
     */
    void onBatch(List<RowChange> changes);
}
