package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A collection as a screen would show it, and every picture there was. */
class Shown implements CollectionListener {
    final Map<String, String> rows = new TreeMap<>();
    final List<String> history;
    private final String name;

    Shown() {
        this("", new ArrayList<>());
    }

    /** Shares a history with others. */
    Shown(String name, List<String> history) {
        this.name = name;
        this.history = history;
    }

    @Override
    public void onBatch(RowBatch batch) {
        if (batch.replacesAll()) {
            rows.clear();
        }
        for (RowChange change : batch.changes()) {
            if (change.isDelete()) {
                rows.remove(change.key());
            } else {
                Value text = Objects.requireNonNull(change.row()).get("text");
                rows.put(change.key(), ((Value.Text) Objects.requireNonNull(text)).value());
            }
        }
        history.add(name + rows);
    }

    @Override
    public void onReady() {
        history.add(name + "ready");
    }

    @Override
    public void onRefused(Refusal refusal) {
        history.add(name + "refused " + refusal.code());
    }

    @Override
    public void onClosed(Closed closed) {
        history.add(name + "closed " + closed.cause());
    }
}
