package dev.samovar.sync;

import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each collection's table looked like when the object last started. A column that was added with a default, or a
 * table that was built anew, shows other rows than before though no row was changed.
 */
final class TableFingerprints {
    private final SqlStorage sql;

    TableFingerprints(SqlStorage sql) {
        this.sql = sql;
    }

    /**
     * Keeps the fingerprints of the tables, and no others.
     *
     * @return the names of tables that are not what they were, or no longer collections
     */
    List<String> update(Collection<SyncedTable<?>> tables) {
        Map<String, String> kept = kept();
        for (SyncedTable<?> table : tables) {
            String fingerprint = fingerprint(table);
            if (fingerprint.equals(kept.get(table.name()))) {
                kept.remove(table.name());
            } else {
                sql.exec(
                        "INSERT OR REPLACE INTO _sync_tables (tbl, fingerprint) VALUES (?, ?)",
                        table.name(),
                        fingerprint);
            }
        }
        for (String name : kept.keySet()) {
            if (!isAmong(tables, name)) {
                sql.exec("DELETE FROM _sync_tables WHERE tbl = ?", name);
            }
        }
        return new ArrayList<>(kept.keySet());
    }

    private static boolean isAmong(Collection<SyncedTable<?>> tables, String name) {
        for (SyncedTable<?> table : tables) {
            if (table.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private Map<String, String> kept() {
        Map<String, String> kept = new HashMap<>();
        SqlCursor cursor = sql.exec("SELECT tbl, fingerprint FROM _sync_tables");
        while (cursor.next()) {
            kept.put(cursor.getString(0), cursor.getString(1));
        }
        return kept;
    }

    /** The table as the database declares it, and the record that clients see it through. */
    private String fingerprint(SyncedTable<?> table) {
        String declaration = sql.exec(
                        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", table.name())
                .one()
                .getString(0);
        return declaration + "\n" + table.keyColumn() + "\n"
                + Sql.join("\n", table.codec().columns());
    }
}
