package dev.samovar.client.web;

import dev.samovar.client.KeptRows;
import dev.samovar.client.Row;
import dev.samovar.client.Selection;
import dev.samovar.client.Subscription;
import dev.samovar.client.SubscriptionListener;
import dev.samovar.client.SyncedCollection;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The subscriptions of one run. */
final class CollectionRun implements RunDoor {
    private final SyncedCollection collection;
    private final JsRows factory;
    private final BrowserClient client;

    CollectionRun(SyncedCollection collection, JsRows factory, BrowserClient client) {
        this.collection = collection;
        this.factory = factory;
        this.client = client;
    }

    @Override
    public Following subscribe(Wanted wanted, @Nullable Kept kept, Listener listener) {
        try {
            Selection selection = new Selection(
                    value(wanted.getWhere()),
                    value(wanted.getOrderBy()),
                    wanted.getLimit() < 0 ? null : wanted.getLimit(),
                    null);
            return new Followed(collection.subscribe(selection, rowsOf(kept), new SubscriptionListener() {
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
            return new Followed(null);
        }
    }

    /** The rows of before; {@code null} if there are none, or if their position is none. */
    private @Nullable KeptRows rowsOf(@Nullable Kept kept) {
        Position position = kept == null ? null : Position.parse(kept.getSeq());
        if (kept == null || position == null) {
            return null;
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        for (int i = 0; i < kept.getKeys().getLength(); i++) {
            rows.put(text(kept.getKeys(), i), factory.kept(row(kept.getRows(), i)));
        }
        return new KeptRows(kept.getEpoch(), position, rows);
    }

    @Override
    public void close() {
        collection.close();
    }

    private static @Nullable Value value(@Nullable JSObject tree) {
        return tree == null ? null : ValueFromJs.convert(tree);
    }

    @JSBody(
            params = {"texts", "index"},
            script = "return texts[index];")
    private static native String text(JsArray texts, int index);

    @JSBody(
            params = {"rows", "index"},
            script = "return rows[index];")
    private static native JSObject row(JsArray rows, int index);

    /** A subscription, or none if it could not be asked for. */
    private static final class Followed implements Following {
        private final @Nullable Subscription subscription;

        Followed(@Nullable Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void end() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public @Nullable String epoch() {
            return subscription == null ? null : subscription.epoch();
        }

        @Override
        public @Nullable String seq() {
            Position position = subscription == null ? null : subscription.position();
            return position == null ? null : position.toString();
        }
    }
}
