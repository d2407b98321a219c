package dev.samovar.client.web;

import dev.samovar.client.Selection;
import dev.samovar.client.SubscriptionListener;
import dev.samovar.client.SyncedCollection;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** The subscriptions of one run. */
final class CollectionRun implements RunDoor {
    private final SyncedCollection collection;
    private final BrowserClient client;

    CollectionRun(SyncedCollection collection, BrowserClient client) {
        this.collection = collection;
        this.client = client;
    }

    @Override
    public @Nullable FeedDoor subscribe(Wanted wanted, Listener listener) {
        try {
            Selection selection = new Selection(
                    value(wanted.getWhere()),
                    value(wanted.getOrderBy()),
                    wanted.getLimit() < 0 ? null : wanted.getLimit(),
                    null);
            return new Feed(collection.subscribe(selection, new SubscriptionListener() {
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
            }));
        } catch (UnsupportedValueException e) {
            listener.failed(client.invalidValue(e));
            return null;
        }
    }

    @Override
    public void close() {
        collection.close();
    }

    private static @Nullable Value value(@Nullable JSObject tree) {
        return tree == null ? null : ValueFromJs.convert(tree);
    }
}
