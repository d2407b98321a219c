package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the current tick, read from the database once and shared by all sessions. A session needs no buffer of
 * its own: it remembers the position it has seen, and takes what lies behind it.
 */
final class Feed {
    private record RowId(String table, String key) {}

    private final SqlStorage sql;
    private final Map<String, SyncedTable<?>> tables;
    private final List<Change> changes = new ArrayList<>();
    private final Map<RowId, Change> latest = new HashMap<>();
    private Position head;
    private int size;

    Feed(SqlStorage sql, Map<String, SyncedTable<?>> tables, Position head) {
        this.sql = sql;
        this.tables = tables;
        this.head = head;
    }

    /** The position up to which the log was taken in. */
    Position head() {
        return head;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The bytes held in memory, about. */
    int size() {
        return size;
    }

    /** Takes in the log's next entries, and reads the rows that somebody is subscribed to. */
    void accept(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        head = entries.get(entries.size() - 1).seq();
        Map<RowId, LogEntry> last = lastPerRow(entries);
        Map<RowId, EncodedValue> rows = read(last.values());
        last.forEach((id, entry) -> add(id, new Change(table(entry), entry, rows.get(id))));
    }

    /** The changes behind a position, in order. */
    List<Change> after(Position position) {
        int start = changes.size();
        while (start > 0 && changes.get(start - 1).seq().isAfter(position)) {
            start--;
        }
        return changes.subList(start, changes.size());
    }

    /** Forgets all changes: every session has them. */
    void clear() {
        changes.clear();
        latest.clear();
        size = 0;
    }

    private Map<RowId, LogEntry> lastPerRow(List<LogEntry> entries) {
        Map<RowId, LogEntry> last = new LinkedHashMap<>();
        for (LogEntry entry : entries) {
            SyncedTable<?> table = tables.get(entry.table());
            if (table != null && table.isSubscribed()) {
                RowId id = new RowId(entry.table(), entry.key());
                last.remove(id);
                last.put(id, entry);
            }
        }
        return last;
    }

    private Map<RowId, EncodedValue> read(Collection<LogEntry> entries) {
        Map<SyncedTable<?>, List<@Nullable Object>> keys = new LinkedHashMap<>();
        for (LogEntry entry : entries) {
            // Also for a delete: an author's trigger may have put the row back before the log heard of the delete.
            keys.computeIfAbsent(table(entry), table -> new ArrayList<>()).add(entry.key());
        }
        Map<RowId, EncodedValue> rows = new HashMap<>();
        keys.forEach((table, all) -> {
            for (int from = 0; from < all.size(); from += SyncedTable.KEYS_PER_STATEMENT) {
                read(table, all.subList(from, Math.min(from + SyncedTable.KEYS_PER_STATEMENT, all.size())), rows);
            }
        });
        return rows;
    }

    private void read(SyncedTable<?> table, List<@Nullable Object> keys, Map<RowId, EncodedValue> rows) {
        SqlCursor cursor = sql.exec(table.selectByKeys(keys.size()), keys.toArray());
        RowEncoder encoder = table.encoder();
        while (cursor.next()) {
            rows.put(new RowId(table.name(), encoder.key(cursor)), encoder.copy(cursor));
        }
    }

    private void add(RowId id, Change change) {
        Change before = latest.put(id, change);
        if (before != null) {
            before.supersede();
        }
        changes.add(change);
        size += change.size();
    }

    private SyncedTable<?> table(LogEntry entry) {
        SyncedTable<?> table = tables.get(entry.table());
        if (table == null) {
            throw new IllegalStateException(
                    "The change log names the table " + entry.table() + ", which is not synced.");
        }
        return table;
    }
}
