package dev.samovar.sync;

import dev.samovar.protocol.Value;
import dev.samovar.workers.Json;
import dev.samovar.workers.TextEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A snapshot as JSON that may stand in a page. */
final class SnapshotJson {
    private final TextEncoding encoding;

    SnapshotJson(TextEncoding encoding) {
        this.encoding = encoding;
    }

    String write(SyncSnapshot snapshot, Json json) {
        List<Object> rows = new ArrayList<>();
        for (Value.Map row : snapshot.rows()) {
            rows.add(columns(row));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("rows", rows);
        all.put("epoch", snapshot.epoch());
        all.put("position", snapshot.position().number());
        // In JSON it stands in texts alone; in HTML whatever ends a script, or begins a comment in one, begins with it.
        return json.stringify(all).replace("<", "\\u003c");
    }

    private Map<String, @Nullable Object> columns(Value.Map row) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        row.entries().forEach((name, value) -> columns.put(name, column(value)));
        return columns;
    }

    /** Columns hold what SQLite has: nothing that has parts. */
    private @Nullable Object column(Value value) {
        if (value instanceof Value.BigInt bigint) {
            return bigint.toString();
        }
        return value instanceof Value.Bytes bytes ? encoding.toBase64Url(bytes.value()) : WireRow.plain(value);
    }
}
