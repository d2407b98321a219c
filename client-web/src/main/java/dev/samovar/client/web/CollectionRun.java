package dev.samovar.client.web;

import dev.samovar.client.Selection;
import dev.samovar.client.SubscriptionListener;
import dev.samovar.client.SyncedCollection;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;

/** The subscriptions of one run. */
final class CollectionRun implements RunDoor {
    private final SyncedCollection collection;
    private final BrowserClient client;

    CollectionRun(SyncedCollection collection, BrowserClient client) {
        this.collection = collection;
        this.client = client;
    }

    @Override
    public Cleanup subscribe(Wanted wanted, Listener listener) {
        Selection selection = new Selection(
                EncodedValue.of(wanted.getWhere()),
                EncodedValue.of(wanted.getOrderBy()),
                wanted.getLimit() < 0 ? null : wanted.getLimit(),
                null);
        return collection.subscribe(selection, new SubscriptionListener() {
            @Override
            public void onLive() {
                listener.live();
            }

            @Override
            public void onRefused(Refusal refusal) {
                listener.failed(client.refused(collection.name(), refusal));
            }

            @Override
            public void onClosed(Closed closed) {
                listener.failed(client.closed(closed));
            }
        })::cancel;
    }

    @Override
    public void close() {
        collection.close();
    }
}
