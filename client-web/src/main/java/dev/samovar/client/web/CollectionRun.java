package dev.samovar.client.web;

import dev.samovar.client.Row;
import dev.samovar.client.Seed;
import dev.samovar.client.Selection;
import dev.samovar.client.SubscriptionListener;
import dev.samovar.client.SyncedCollection;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The subscriptions of one run. */
final class CollectionRun implements RunDoor {
    private final SyncedCollection collection;
    private final JsRows rows;
    private final BrowserClient client;

    CollectionRun(SyncedCollection collection, JsRows rows, BrowserClient client) {
        this.collection = collection;
        this.rows = rows;
        this.client = client;
    }

    @Override
    public FeedDoor subscribe(Wanted wanted, @Nullable Shown shown, Listener listener) {
        Selection selection = new Selection(
                EncodedValue.of(wanted.getWhere()),
                EncodedValue.of(wanted.getOrderBy()),
                wanted.getLimit() < 0 ? null : wanted.getLimit(),
                null);
        Seed seed = shown == null ? null : seed(shown);
        return new Feed(collection.subscribe(selection, seed, new SubscriptionListener() {
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
    }

    @Override
    public void close() {
        collection.close();
    }

    private Seed seed(Shown shown) {
        Map<String, Row> seeded = new LinkedHashMap<>();
        int size = size(shown);
        for (int i = 0; i < size; i++) {
            seeded.put(key(shown, i), rows.row(row(shown, i)));
        }
        String epoch = shown.getEpoch();
        return new Seed(seeded, epoch, epoch == null ? null : Position.of(shown.getPosition()));
    }

    @JSBody(params = "shown", script = "return shown.keys.length;")
    private static native int size(Shown shown);

    @JSBody(
            params = {"shown", "index"},
            script = "return shown.keys[index];")
    private static native String key(Shown shown, int index);

    @JSBody(
            params = {"shown", "index"},
            script = "return shown.rows[index];")
    private static native JSObject row(Shown shown, int index);
}
