package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The one order of all changes of the object. It is filled by {@link Capture}, thinned by {@link Compaction} and pruned
 * from its old end; its newest line is never removed, so that positions never repeat.
 */
final class ChangeLog {
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

    /** The newest position; {@link Position#ZERO} only before the first {@linkplain Epochs epoch}. */
    Position head() {
        SqlCursor cursor = sql.exec("SELECT MAX(seq) FROM _sync_changes").one();
        return cursor.isNull(0) ? Position.ZERO : Position.of(cursor.getDouble(0));
    }

    /** All changes after a position, in order. */
    List<LogEntry> since(Position position) {
        List<LogEntry> entries = new ArrayList<>();
        SqlCursor cursor = sql.exec(
                "SELECT seq, tbl, key, op, mask FROM _sync_changes WHERE seq > ? ORDER BY seq", position.number());
        // What a compacted line tells of the columns is only the last change of several.
        boolean isComplete = !compacted.isAfter(position) && reaches(position);
        while (cursor.next()) {
            Operation op = Operation.parse(cursor.getString(3));
            if (op != null) {
                ColumnMask changed =
                        isComplete && !cursor.isNull(4) ? ColumnMask.of(cursor.getDouble(4)) : ColumnMask.ALL;
                entries.add(new LogEntry(
                        Position.of(cursor.getDouble(0)), cursor.getString(1), cursor.getString(2), op, changed));
            }
        }
        return entries;
    }

    /** The before-images of a table's changes after a position. */
    BeforeImages before(SyncedTable<?> table, Position after) {
        if (tracked.of(table.name()).isEmpty()) {
            return BeforeImages.NONE;
        }
        return new BeforeImages(sql.exec(
                "SELECT * FROM " + TrackedColumns.imagesOf(table.name()) + " WHERE _sync_seq > ? ORDER BY _sync_seq",
                after.number()));
    }

    /**
     * Whether {@link #before} and {@link #latestPerKey(SyncedTable, Position, List)} know, for every change of the
     * table after the position, what these columns held before it.
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

    /**
     * The last change of each key of a table after a position, with the row as it is now: the table's own columns, then
     * the key and the operation. A row that is gone has only nulls in its columns.
     */
    SqlCursor latestPerKey(SyncedTable<?> table, Position since) {
        return sql.exec(latestPerKeySql(table), table.name(), since.number());
    }

    /** Cost by the lines after the position: the log and the table are searched by their keys. */
    static String latestPerKeySql(SyncedTable<?> table) {
        // MAX with bare columns takes them from the row of the maximum ("SELECT" of SQLite, 2.5).
        return "SELECT t.*, c.key, c.op FROM (SELECT key, op, MAX(seq) AS last FROM _sync_changes WHERE tbl = ? AND seq > ?"
                + " GROUP BY key) c LEFT JOIN " + Sql.quote(table.name()) + " t ON t." + Sql.quote(table.keyColumn())
                + " = c.key ORDER BY c.last";
    }

    /**
     * Each key of a table that changed after a position, in the order of the last changes: the row as it is now, all
     * nulls if it is gone; the key; 1 if there was a row of this key at the position and 0 if not; then, if there was,
     * what it held in each of the columns. They must be such that {@link #canTellMembership}; the key column is none of
     * them.
     */
    SqlCursor latestPerKey(SyncedTable<?> table, Position since, List<String> columns) {
        return sql.exec(latestPerKeySql(table, columns), table.name(), since.number());
    }

    static String latestPerKeySql(SyncedTable<?> table, List<String> columns) {
        StringBuilder before = new StringBuilder();
        for (String column : columns) {
            before.append(", b.").append(Sql.quote(column));
        }
        String images = columns.isEmpty()
                ? ""
                : " LEFT JOIN " + TrackedColumns.imagesOf(table.name()) + " b ON b._sync_seq = c.first";
        // An insert before any delete proves that there was no row: see RowChange.
        return "SELECT t.*, c.key, c.inserted IS NULL OR (c.deleted < c.inserted) IS TRUE" + before
                + " FROM (SELECT key, MIN(seq) AS first, MAX(seq) AS last,"
                + " MIN(CASE op WHEN 'insert' THEN seq END) AS inserted,"
                + " MIN(CASE op WHEN 'delete' THEN seq END) AS deleted"
                + " FROM _sync_changes WHERE tbl = ? AND seq > ? GROUP BY key) c" + images + " LEFT JOIN "
                + Sql.quote(table.name()) + " t ON t." + Sql.quote(table.keyColumn()) + " = c.key ORDER BY c.last";
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

    /**
     * Removes at most {@code limit} of the oldest lines that are not above {@code last}.
     *
     * @return whether there is more to remove
     */
    boolean prune(Position last, int limit) {
        SqlCursor cursor = sql.exec(
                "SELECT MAX(seq), COUNT(*) FROM (SELECT seq FROM _sync_changes WHERE seq <= ? ORDER BY seq LIMIT ?)",
                last.number(),
                limit);
        cursor.next();
        if (cursor.isNull(0)) {
            return false;
        }
        Position removed = Position.of(Math.min(cursor.getDouble(0), head().number() - 1));
        boolean more = cursor.getDouble(1) == limit;
        sql.exec("DELETE FROM _sync_changes WHERE seq <= ?", removed.number());
        tracked.prune(removed);
        raiseFloor(removed);
        return more;
    }

    void raiseFloor(Position position) {
        if (position.isAfter(floor)) {
            metadata.put(Metadata.FLOOR, position);
            floor = position;
        }
    }
}
