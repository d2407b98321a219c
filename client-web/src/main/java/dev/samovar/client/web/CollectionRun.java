package dev.samovar.client.web;

import dev.samovar.client.Row;
import dev.samovar.client.Seed;
import dev.samovar.client.Selection;
import dev.samovar.client.SubscriptionListener;
import dev.samovar.client.SyncedCollection;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import java.util.ArrayList;
import java.util.List;
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
    public FeedDoor subscribe(Wanted wanted, @Nullable Known known, Listener listener) {
        Selection selection = new Selection(
                EncodedValue.of(wanted.getWhere()),
                EncodedValue.of(wanted.getOrderBy()),
                wanted.getLimit() < 0 ? null : wanted.getLimit(),
                null);
        Seed seed = known == null ? null : seed(known);
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

    private Seed seed(Known known) {
        List<String> keys = new ArrayList<>();
        List<Row> seeded = new ArrayList<>();
        int size = size(known);
        for (int i = 0; i < size; i++) {
            keys.add(key(known, i));
            seeded.add(rows.row(row(known, i)));
        }
        String epoch = known.getEpoch();
        Position position = epoch == null ? null : Position.of(known.getPosition());
        return new Seed(keys, seeded, epoch, position, known.getIsShown());
    }

    @JSBody(params = "known", script = "return known.keys.length;")
    private static native int size(Known known);

    @JSBody(
            params = {"known", "index"},
            script = "return known.keys[index];")
    private static native String key(Known known, int index);

    @JSBody(
            params = {"known", "index"},
            script = "return known.rows[index];")
    private static native JSObject row(Known known, int index);
}
