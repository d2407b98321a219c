package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one order of all changes of the object. It is filled by {@link Capture}, thinned by {@link Compaction} and pruned
 * from its old end; its newest line is never removed, so that positions never repeat.
 */
final class ChangeLog {
    /** SQLite's limit, as the platform sets it. */
    private static final int MAX_RESULT_COLUMNS = 100;

    private final SqlStorage sql;
    private final Metadata metadata;
    private final TrackedColumns tracked;
    private Position floor;
    private Position compacted;

    ChangeLog(SqlStorage sql, Metadata metadata, TrackedColumns tracked) {
        this.sql = sql;
        this.metadata = metadata;
        this.tracked = tracked;
        this.floor = metadata.get(Metadata.FLOOR);
        this.compacted = metadata.get(Metadata.COMPACTED);
    }

    /** The newest position; {@link Position#zero} only before the first {@linkplain Epochs epoch}. */
    Position head() {
        SqlCursor cursor = sql.exec("SELECT MAX(seq) FROM _sync_changes").one();
        return cursor.isNull(0) ? Position.zero() : Position.of(cursor.getDouble(0));
    }

    /**
     * Adds a line of no table. What clients are told from now on has a position of its own, although no row changed: a
     * copy of the database from before does not know it.
     */
    void mark() {
        sql.exec("INSERT INTO _sync_changes (tbl, key, op) VALUES ('', '', 'delete')");
    }

    /** All changes after a position, in order. */
    List<LogEntry> since(Position position) {
        List<LogEntry> entries = new ArrayList<>();
        SqlCursor cursor = sql.exec(
                "SELECT seq, tbl, key, op, mask FROM _sync_changes WHERE seq > ? ORDER BY seq", position.number());
        boolean isComplete = isComplete(position);
        while (cursor.next()) {
            LogEntry entry = entry(cursor, 0, isComplete);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Whether {@link #newChanges} has more columns than SQLite gives. */
    static boolean isTooWide(SyncedTable<?> table) {
        return isTooWide(table, 5);
    }

    private static boolean isTooWide(SyncedTable<?> table, int beside) {
        return table.width() + beside > MAX_RESULT_COLUMNS;
    }

    /** The same, with the rows of one table as they are now: one statement instead of two. */
    NewChanges newChanges(Position position, SyncedTable<?> table) {
        List<LogEntry> entries = new ArrayList<>();
        Map<String, RowState> rows = new HashMap<>();
        SqlCursor cursor = sql.exec(table.selectNew(), position.number());
        boolean isComplete = isComplete(position);
        boolean needsValues = table.shapes().needValues();
        while (cursor.next()) {
            LogEntry entry = entry(cursor, table.width(), isComplete);
            if (entry != null) {
                entries.add(entry);
                if (!table.storedFormat().isAbsent(cursor) && !rows.containsKey(entry.key())) {
                    rows.put(entry.key(), new RowState(table, cursor, needsValues));
                }
            }
        }
        return new NewChanges(NewChanges.head(entries, position), entries, table, rows);
    }

    private static @Nullable LogEntry entry(SqlCursor cursor, int at, boolean isComplete) {
        Operation op = Operation.parse(cursor.getString(at + 3));
        if (op == null) {
            return null;
        }
        ColumnMask changed =
                isComplete && !cursor.isNull(at + 4) ? ColumnMask.of(cursor.getDouble(at + 4)) : ColumnMask.ALL;
        return new LogEntry(
                Position.of(cursor.getDouble(at)), cursor.getString(at + 1), cursor.getString(at + 2), op, changed);
    }

    /** What a compacted line tells of the columns is only the last change of several. */
    private boolean isComplete(Position position) {
        return !compacted.isAfter(position) && reaches(position);
    }

    /** The changes of one table after a position, in order. */
    List<LogEntry> since(Position position, SyncedTable<?> table) {
        List<LogEntry> entries = since(position);
        entries.removeIf(entry -> !entry.table().equals(table.name()));
        return entries;
    }

    /** The before-images of a table's changes after a position. */
    BeforeImages before(SyncedTable<?> table, Position after) {
        Collection<String> columns = tracked.of(table.name());
        if (columns.isEmpty()) {
            return BeforeImages.NONE;
        }
        StringBuilder list = new StringBuilder("_sync_seq");
        for (String column : columns) {
            list.append(", ")
                    .append(table.selectBefore("b", column))
                    .append(" AS ")
                    .append(Sql.quote(column));
        }
        return new BeforeImages(sql.exec(
                "SELECT " + list + " FROM " + TrackedColumns.imagesOf(table.name())
                        + " b WHERE _sync_seq > ? ORDER BY _sync_seq",
                after.number()));
    }

    /**
     * Whether {@link #before} and {@link #changedRows} know, for every change of the table after the position, what
     * these columns held before it.
     */
    boolean canTellMembership(SyncedTable<?> table, Collection<String> columns, Position since) {
        if (!reaches(since) || compacted.isAfter(since)) {
            return false;
        }
        for (String column : columns) {
            if (!column.equals(table.keyColumn())) {
                Position from = tracked.since(table.name(), column);
                if (from == null || from.isAfter(since)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a row of the table was changed after the position, which the log must {@linkplain #reaches reach}. */
    boolean hasChanged(SyncedTable<?> table, Position since) {
        return sql.exec("SELECT 1 FROM _sync_changes WHERE seq > ? AND tbl = ? LIMIT 1", since.number(), table.name())
                .next();
    }

    /** Whether the log knows which rows were members of the shape at the position. */
    boolean canTellMembers(Shape shape, Position since) {
        return shape.predicate().isEverything() || canTellMembership(shape.table(), shape.trackedColumns(), since);
    }

    /**
     * The changes of a table after a position, in order: the row as it is now, all nulls if it is gone; the key, null
     * if there is a row; the operation, null for an insert; then, for an update and a delete, what the row held in each
     * of the columns. They must be such that {@link #canTellMembership}; the key column is none of them.
     */
    SqlCursor changedRows(SyncedTable<?> table, Position since, List<String> columns) {
        return sql.exec(changedRowsSql(table, columns), table.name(), since.number());
    }

    /** Whether {@link #changedRows} has more columns than SQLite gives; then it is asked in two parts. */
    static boolean isTooWide(SyncedTable<?> table, List<String> columns) {
        return isTooWide(table, 2 + columns.size());
    }

    /** The rows of {@link #changedRows} alone. */
    SqlCursor changedRows(SyncedTable<?> table, Position since) {
        return sql.exec(changedRowsSql(table.list(), table, List.of()), table.name(), since.number());
    }

    /** What {@link #changedRows} has behind the rows. */
    SqlCursor changedKeys(SyncedTable<?> table, Position since, List<String> columns) {
        return sql.exec(changedRowsSql(keyAndBefore(table, columns), table, columns), table.name(), since.number());
    }

    /** The keys of the first so many changes of a table after a position. */
    Set<String> firstKeys(SyncedTable<?> table, Position since, int count) {
        Set<String> keys = new HashSet<>();
        SqlCursor cursor = sql.exec(
                "SELECT key FROM _sync_changes WHERE tbl = ? AND seq > ? ORDER BY seq LIMIT ?",
                table.name(),
                since.number(),
                count);
        while (cursor.next()) {
            keys.add(cursor.getString(0));
        }
        return keys;
    }

    /** Costs by the lines after the position: the log and the table are searched by their keys. */
    static String changedRowsSql(SyncedTable<?> table, List<String> columns) {
        return changedRowsSql(table.list() + ", " + keyAndBefore(table, columns), table, columns);
    }

    private static String keyAndBefore(SyncedTable<?> table, List<String> columns) {
        String key = "t." + Sql.quote(table.keyColumn());
        // What is not read costs nothing: a row has its key, and most lines are inserts.
        StringBuilder list = new StringBuilder("CASE WHEN " + key + " IS NULL THEN c.key END, ")
                .append("CASE WHEN c.op <> 'insert' THEN c.op END");
        for (String column : columns) {
            list.append(", ").append(table.selectBefore("b", column));
        }
        return list.toString();
    }

    private static String changedRowsSql(String list, SyncedTable<?> table, List<String> columns) {
        String images = columns.isEmpty()
                ? ""
                : " LEFT JOIN " + TrackedColumns.imagesOf(table.name()) + " b ON b._sync_seq = c.seq";
        return "SELECT " + list + " FROM _sync_changes c" + images + " LEFT JOIN " + Sql.quote(table.name())
                + " t ON t." + Sql.quote(table.keyColumn()) + " = c.key WHERE c.tbl = ? AND c.seq > ? ORDER BY c.seq";
    }

    /** Whether the log holds every change after the position, or at least the last one of each key. */
    boolean reaches(Position position) {
        return !floor.isAfter(position);
    }

    /** No client can catch up from below. */
    Position floor() {
        return floor;
    }

    /** Up to here the log holds only the last change of a key. */
    Position compacted() {
        return compacted;
    }

    void compactedTo(Position last) {
        metadata.put(Metadata.COMPACTED, last);
        compacted = last;
    }

    /** Removes at most {@code limit} of the oldest lines that are not above {@code last}. */
    Swept prune(Position last, int limit) {
        SqlCursor cursor = sql.exec(
                "SELECT MAX(seq), COUNT(*) FROM (SELECT seq FROM _sync_changes WHERE seq <= ? ORDER BY seq LIMIT ?)",
                last.number(),
                limit);
        cursor.next();
        if (cursor.isNull(0)) {
            return Swept.NOTHING;
        }
        Position removed = Position.of(Math.min(cursor.getDouble(0), head().number() - 1));
        boolean more = cursor.getDouble(1) == limit;
        sql.exec("DELETE FROM _sync_changes WHERE seq <= ?", removed.number());
        Swept swept = Swept.last(sql, more);
        tracked.prune(removed);
        raiseFloor(removed);
        return swept;
    }

    void raiseFloor(Position position) {
        if (position.isAfter(floor)) {
            metadata.put(Metadata.FLOOR, position);
            floor = position;
        }
    }
}
