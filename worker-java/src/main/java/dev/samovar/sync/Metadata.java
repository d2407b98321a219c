package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;

/** Samovar's own tables, and the few positions that are kept by name. */
final class Metadata {
    /** Up to here every change was handed to the sockets. */
    static final String DRAINED = "drained";
    /** No client can catch up from below: changes up to here were pruned, or not captured. */
    static final String FLOOR = "floor";

    /** Names that begin like this belong to Samovar. */
    static final String RESERVED_PREFIX = "_sync_";

    private static final String TABLES = """
            CREATE TABLE IF NOT EXISTS _sync_meta (name TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS _sync_migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS _sync_changes (
              seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, key TEXT NOT NULL, op TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS _sync_marks (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS _sync_receipts (
              id INTEGER PRIMARY KEY, identity TEXT NOT NULL, tx_id TEXT NOT NULL, payload TEXT NOT NULL, seq INTEGER,
              result BLOB, code TEXT, message TEXT, at INTEGER NOT NULL, UNIQUE (identity, tx_id));
            CREATE TABLE IF NOT EXISTS _sync_subscriptions (
              session TEXT NOT NULL, sub TEXT NOT NULL, collection TEXT NOT NULL, PRIMARY KEY (session, sub)) WITHOUT ROWID;
            """;

    private final SqlStorage sql;

    Metadata(SqlStorage sql) {
        this.sql = sql;
    }

    static void createTables(SqlStorage sql) {
        sql.exec(TABLES);
    }

    /** A position that was kept, or {@link Position#ZERO}. */
    Position get(String name) {
        SqlCursor cursor = sql.exec("SELECT position FROM _sync_meta WHERE name = ?", name);
        return cursor.next() ? new Position(cursor.getLong(0)) : Position.ZERO;
    }

    void put(String name, Position position) {
        sql.exec(
                "INSERT INTO _sync_meta (name, position) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
                name,
                position.value());
    }
}
