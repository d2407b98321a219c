package dev.samovar.client;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.RowChange;
import dev.samovar.protocol.ServerFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A snapshot that is coming in, out of sight until it is complete. It may outlive its connection. */
final class Filling {
    final String epoch;
    final Position base;
    final OrderedMap<Row> rows = new OrderedMap<>();
    private final RowFactory factory;

    /** Where it goes on; {@code null} before the first piece, when there is nothing to go on from. */
    @Nullable
    Encodable next;

    Filling(ServerFrame.Begin begin, RowFactory factory) {
        this.epoch = begin.epoch();
        this.base = begin.seq();
        this.factory = factory;
    }

    void add(ServerFrame.Chunk chunk) {
        List<String> keys = chunk.keys();
        List<Row> added = factory.of(chunk);
        for (int i = 0; i < keys.size(); i++) {
            rows.put(keys.get(i), added.get(i));
        }
        next = chunk.next();
    }

    /** Whether the change could be made: there must be a row whose columns change. */
    boolean apply(RowChange change) {
        String key = change.key();
        if (change instanceof RowChange.Whole whole) {
            rows.put(key, factory.of(whole.row()));
        } else if (change instanceof RowChange.Changed changed) {
            Row row = rows.get(key);
            if (row == null) {
                return false;
            }
            rows.put(key, factory.merged(row, changed.columns()));
        } else {
            rows.remove(key);
        }
        return true;
    }
}
