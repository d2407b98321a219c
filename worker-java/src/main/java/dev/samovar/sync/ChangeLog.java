package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.List;

/**
 * The one order of all changes of the object. It is filled by {@link Capture} and pruned from its old end; its newest
 * line is never removed, so that positions never repeat.
 */
final class ChangeLog {
    private final SqlStorage sql;
    private final Metadata metadata;

    ChangeLog(SqlStorage sql, Metadata metadata) {
        this.sql = sql;
        this.metadata = metadata;
    }

    /**
     * Begins an empty log with a line of no table, since a position of 0 would mean "nothing seen yet" to a client. The
     * same line ends a time without capture, and no client can catch up from before it.
     */
    void start(boolean mayHaveMissedChanges) {
        boolean isEmpty = !sql.exec("SELECT 1 FROM _sync_changes LIMIT 1").next();
        if (isEmpty || mayHaveMissedChanges) {
            sql.exec("INSERT INTO _sync_changes (tbl, key, op) VALUES ('', '', 'delete')");
            raiseFloor(head());
        }
    }

    /** The newest position. */
    Position head() {
        return new Position(sql.exec("SELECT MAX(seq) FROM _sync_changes").one().getLong(0));
    }

    /** All changes after a position, in order. */
    List<LogEntry> since(Position position) {
        List<LogEntry> entries = new ArrayList<>();
        SqlCursor cursor =
                sql.exec("SELECT seq, tbl, key, op FROM _sync_changes WHERE seq > ? ORDER BY seq", position.value());
        while (cursor.next()) {
            Operation op = Operation.parse(cursor.getString(3));
            if (op != null) {
                entries.add(
                        new LogEntry(new Position(cursor.getLong(0)), cursor.getString(1), cursor.getString(2), op));
            }
        }
        return entries;
    }

    /**
     * The last change of each key of a table after a position, with the row as it is now: the table's own columns, then
     * the key and the operation. A row that is gone has only nulls in its columns.
     */
    SqlCursor latestPerKey(SyncedTable<?> table, Position since) {
        String name = Sql.quote(table.name());
        return sql.exec(
                // MAX with bare columns takes them from the row of the maximum ("SELECT" of SQLite, 2.5).
                "SELECT t.*, c.key, c.op FROM (SELECT key, op, MAX(seq) AS last FROM _sync_changes WHERE tbl = ? AND seq > ?"
                        + " GROUP BY key) c LEFT JOIN " + name + " t ON t." + Sql.quote(table.keyColumn())
                        + " = c.key ORDER BY c.last",
                table.name(),
                since.value());
    }

    /** Whether the log holds every change after the position. */
    boolean reaches(Position position) {
        return !metadata.get(Metadata.FLOOR).isAfter(position);
    }

    /**
     * Removes at most {@code limit} of the oldest lines that are not above {@code last}.
     *
     * @return whether there is more to remove
     */
    boolean prune(Position last, int limit) {
        SqlCursor cursor = sql.exec(
                "SELECT MAX(seq), COUNT(*) FROM (SELECT seq FROM _sync_changes WHERE seq <= ? ORDER BY seq LIMIT ?)",
                last.value(),
                limit);
        cursor.next();
        if (cursor.isNull(0)) {
            return false;
        }
        Position floor = new Position(Math.min(cursor.getLong(0), head().value() - 1));
        boolean more = cursor.getLong(1) == limit;
        sql.exec("DELETE FROM _sync_changes WHERE seq <= ?", floor.value());
        raiseFloor(floor);
        return more;
    }

    private void raiseFloor(Position floor) {
        if (reaches(floor)) {
            metadata.put(Metadata.FLOOR, floor);
        }
    }
}
