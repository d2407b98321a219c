package dev.samovar.client.web;

import dev.samovar.client.CollectionListener;
import dev.samovar.client.RowBatch;
import dev.samovar.client.RowChange;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import org.teavm.jso.JSObject;

/**
 * One sync run of one collection of TanStack DB, from {@code sync()} to its cleanup. It remembers the keys it has
 * written: the collection's own view has local changes in it and lacks rows that are held back, so it cannot tell which
 * rows a snapshot drops.
 */
final class CollectionRun implements CollectionListener {
    private final String table;
    private final JSObject keyOf;
    private final SyncParams params;
    private final BrowserClient client;
    private final Host host;

    private KeyMap written = new KeyMap();
    private boolean wasReady;

    CollectionRun(String table, JSObject keyOf, SyncParams params, BrowserClient client, Host host) {
        this.table = table;
        this.keyOf = keyOf;
        this.params = params;
        this.client = client;
        this.host = host;
    }

    @Override
    public void onBatch(RowBatch batch) {
        JSObject writes = CollectionWriter.newWrites();
        KeyMap before = written;
        if (batch.replacesAll()) {
            written = new KeyMap();
        }
        for (RowChange change : batch.changes()) {
            add(writes, change);
        }
        if (batch.replacesAll()) {
            before.removeMissing(written, writes);
        }
        CollectionWriter.publish(params, writes, host);
    }

    private void add(JSObject writes, RowChange change) {
        Value.Map columns = change.row();
        if (columns == null) {
            JSObject key = written.remove(change.key());
            if (key != null) {
                CollectionWriter.remove(writes, key);
            }
            return;
        }
        JSObject row = ValueToJs.object(columns);
        JSObject key = CollectionWriter.key(keyOf, row, host);
        if (key != null) {
            written.put(change.key(), key);
            CollectionWriter.put(writes, key, row);
        }
    }

    @Override
    public void onReady() {
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
