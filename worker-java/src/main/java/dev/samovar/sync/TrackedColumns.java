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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns whose old values are kept beside the log, because some predicate has used them: for each table that has
 * any, a table of before-images. Its columns have no affinity, so that a value comes back as it was stored.
 */
final class TrackedColumns {
    private static final String PREFIX = "_sync_before_";

    private final SqlStorage sql;
    private final Map<String, Map<String, Position>> tables = new HashMap<>();

    TrackedColumns(SqlStorage sql) {
        this.sql = sql;
        load();
    }

    /** The name of a table's before-images, ready for SQL. */
    static String imagesOf(String table) {
        return Sql.quote(PREFIX + table);
    }

    /** Names of a table, in the order in which they were tracked; not the key column. */
    Collection<String> of(String table) {
        return tables.getOrDefault(table, Map.of()).keySet();
    }

    /** The tables that have before-images. */
    Set<String> tables() {
        return tables.keySet();
    }

    /** The position after which every update and delete has the column's old value, or {@code null} if none has. */
    @Nullable
    Position since(String table, String column) {
        return tables.getOrDefault(table, Map.of()).get(column);
    }

    /** Adds columns that are not tracked yet. A transaction of the caller's makes it one with the triggers. */
    void add(String table, List<String> columns, Position since) {
        List<String> quoted = new ArrayList<>(columns.size());
        for (String column : columns) {
            quoted.add(Sql.quote(column));
            sql.exec("INSERT INTO _sync_tracked (tbl, col, since) VALUES (?, ?, ?)", table, column, since.number());
        }
        if (of(table).isEmpty()) {
            sql.exec("CREATE TABLE " + imagesOf(table) + " (_sync_seq INTEGER PRIMARY KEY, " + Sql.join(", ", quoted)
                    + ")");
        } else {
            for (String column : quoted) {
                sql.exec("ALTER TABLE " + imagesOf(table) + " ADD COLUMN " + column);
            }
        }
        load();
    }

    /** Ends the tracking of a table: its columns are no longer what they were. */
    void forget(String table) {
        if (tables.remove(table) != null) {
            sql.exec("DELETE FROM _sync_tracked WHERE tbl = ?", table);
            sql.exec("DROP TABLE IF EXISTS " + imagesOf(table));
        }
    }

    /** Removes the before-images of the lines up to a position. */
    void prune(Position last) {
        for (String table : tables.keySet()) {
            sql.exec("DELETE FROM " + imagesOf(table) + " WHERE _sync_seq <= ?", last.number());
        }
    }

    /** Takes what the database says; after a transaction was rolled back, too. */
    void load() {
        tables.clear();
        SqlCursor cursor = sql.exec("SELECT tbl, col, since FROM _sync_tracked ORDER BY id");
        while (cursor.next()) {
            tables.computeIfAbsent(cursor.getString(0), table -> new LinkedHashMap<>())
                    .put(cursor.getString(1), Position.of(cursor.getDouble(2)));
        }
    }
}
