package dev.samovar.client.web;

import dev.samovar.client.CollectionListener;
import dev.samovar.client.RowChange;
import dev.samovar.client.SubscriptionListener;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** One sync run of one collection of TanStack DB, from {@code sync()} to its cleanup. */
final class CollectionRun implements CollectionListener, SubscriptionListener {
    private final String table;
    private final SyncParams params;
    private final BrowserClient client;
    private final Host host;
    private boolean wasReady;

    CollectionRun(String table, SyncParams params, BrowserClient client, Host host) {
        this.table = table;
        this.params = params;
        this.client = client;
        this.host = host;
    }

    @Override
    public void onBatch(List<RowChange> changes) {
        JSObject writes = CollectionWriter.newWrites();
        for (RowChange change : changes) {
            @Nullable JsRow before = (JsRow) change.before();
            @Nullable JsRow after = (JsRow) change.after();
            JSObject keyBefore = before == null ? null : before.key;
            JSObject keyAfter = after == null ? null : after.key;
            if (keyBefore != null && !CollectionWriter.isSameKey(keyBefore, keyAfter)) {
                CollectionWriter.remove(writes, keyBefore);
            }
            if (after != null && keyAfter != null) {
                CollectionWriter.put(writes, keyAfter, after.columns);
            }
        }
        CollectionWriter.publish(params, writes, host);
    }

    @Override
    public void onLive() {
        wasReady = true;
        CollectionWriter.markReady(params, host);
    }

    @Override
    public void onRefused(Refusal refusal) {
        fail(client.refused(table, refusal));
    }

    @Override
    public void onClosed(Closed closed) {
        fail(client.closed(closed));
    }

    /**
     * A collection that was ready keeps its rows and stays usable: its error state would stop live queries and refuse
     * the user's writes. The error is then only {@link BrowserClient#lastError}.
     */
    private void fail(JSObject error) {
        if (!wasReady) {
            CollectionWriter.markError(params, error, host);
        }
    }
}
