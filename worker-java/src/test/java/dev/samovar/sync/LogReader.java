package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The log of a running object, read and tracked as the engine does it, and its rows as text. */
final class LogReader {
    final ScriptedObject object;
    final ChangeLog log;
    final Capture capture;
    final TrackedColumns tracked;
    final Compaction compaction;

    LogReader(ScriptedObject object) {
        this.object = object;
        Metadata metadata = new Metadata(object.storage().sql());
        tracked = new TrackedColumns(object.storage().sql());
        log = new ChangeLog(object.storage().sql(), metadata, tracked);
        capture = new Capture(object.storage(), log, tracked);
        compaction = new Compaction(object.storage().sql(), metadata, log, tracked);
    }

    SyncedTable<?> table(String name) {
        List<String> columns =
                object.exec("SELECT * FROM " + Sql.quote(name) + " LIMIT 0").columnNames();
        RawCodec codec = new RawCodec(columns.get(0));
        return new SyncedTable<>(name, codec, TableColumns.of(object.storage().sql(), name, codec));
    }

    /** The values of the columns of each row, by its key. */
    Map<String, Map<String, String>> rows(String table) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        SqlCursor cursor = object.exec("SELECT * FROM " + Sql.quote(table));
        List<String> columns = cursor.columnNames();
        while (cursor.next()) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), text(cursor.get(i)));
            }
            rows.put(cursor.getString(0), row);
        }
        return rows;
    }

    /** What the tracked columns of a row held at a position, or {@code null} if it was not there. */
    static @Nullable Map<String, String> imageOf(LoggedChange change, BeforeImages before, List<String> columns) {
        if (!change.wasThere()) {
            return null;
        }
        int line = before.line(change.first());
        if (line < 0) {
            return Map.of("missing", change.toString());
        }
        Map<String, String> image = new LinkedHashMap<>();
        for (String column : columns) {
            image.put(column, text(before.value(line, before.column(column))));
        }
        return image;
    }

    /** Lines as "seq-before-the-first table key op columns image". */
    List<String> lines(String table, Position since) {
        List<String> lines = new ArrayList<>();
        SyncedTable<?> synced = table(table);
        BeforeImages before = log.before(synced, since);
        for (LogEntry entry : log.since(since)) {
            if (entry.table().equals(table)) {
                StringBuilder line = new StringBuilder(entry.op().wireName() + " " + entry.key());
                if (entry.changed().equals(ColumnMask.ALL)) {
                    line.append(" *");
                } else {
                    for (int i = 0; i < synced.columns().size(); i++) {
                        line.append(
                                entry.changed().contains(i)
                                        ? " " + synced.columns().get(i)
                                        : "");
                    }
                }
                int image = before.line(entry.seq());
                for (String column : tracked.of(table)) {
                    line.append(image < 0 ? "" : " " + column + "=" + text(before.value(image, before.column(column))));
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    static String text(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? Arrays.toString(bytes)
                : value instanceof String s ? "'" + s + "'" : "" + value;
    }
}
