package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.List;

/** Samovar's own tables, and the few positions that are kept by name. */
final class Metadata {
    /** Up to here every change was handed to the sockets. */
    static final String DRAINED = "drained";
    /** No client can catch up from below: changes up to here were pruned, or not captured. */
    static final String FLOOR = "floor";

    /** Up to here the log holds only the last change of a key. */
    static final String COMPACTED = "compacted";
    /** Where the next step of compaction begins. */
    static final String COMPACTION = "compaction";

    /** Names that begin like this belong to Samovar. */
    static final String RESERVED_PREFIX = "_sync_";

    /** What the tables below look like. A change of them takes the next number. */
    private static final int VERSION = 3;

    private static final String VERSION_NAME = "version";

    private static final String TABLES = """
            CREATE TABLE IF NOT EXISTS _sync_meta (name TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS _sync_migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS _sync_changes (
              seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, key TEXT NOT NULL, op TEXT NOT NULL, mask INTEGER);
            CREATE TABLE IF NOT EXISTS _sync_tracked (
              id INTEGER PRIMARY KEY, tbl TEXT NOT NULL, col TEXT NOT NULL, since INTEGER NOT NULL, UNIQUE (tbl, col));
            CREATE TABLE IF NOT EXISTS _sync_tables (tbl TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS _sync_epochs (
              first INTEGER PRIMARY KEY, epoch TEXT NOT NULL, previous INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS _sync_marks (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS _sync_scopes (subject TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS _sync_subscriptions (
              session TEXT NOT NULL, sub TEXT NOT NULL, request BLOB NOT NULL, scope TEXT NOT NULL, stream TEXT,
              live INTEGER NOT NULL,
              PRIMARY KEY (session, sub));
            CREATE TABLE IF NOT EXISTS _sync_presence (session TEXT PRIMARY KEY) WITHOUT ROWID;
            """;

    private final SqlStorage sql;

    Metadata(SqlStorage sql) {
        this.sql = sql;
    }

    /**
     * Creates what is missing. Tables of another version are dropped before, so that clients start from new snapshots;
     * what cannot be made anew stays: which migrations ran, jobs, effects and receipts.
     */
    static void createTables(SqlStorage sql) {
        if (exists(sql, "_sync_meta") && new Metadata(sql).get(VERSION_NAME).value() != VERSION) {
            Capture.drop(sql);
            drop(sql, "table", RESERVED_PREFIX + "*");
        }
        if (!exists(sql, "_sync_meta")) {
            sql.exec(TABLES);
            new Metadata(sql).put(VERSION_NAME, new Position(VERSION));
        }
        WriteTables.create(sql);
    }

    private static boolean exists(SqlStorage sql, String table) {
        return sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", table)
                .next();
    }

    /** Drops everything of a type whose name matches, but what must stay. */
    static void drop(SqlStorage sql, String type, String pattern) {
        SqlCursor cursor = sql.exec(
                "SELECT name FROM sqlite_master WHERE type = ? AND name GLOB ? AND name NOT IN"
                        + " ('_sync_migrations', '_sync_jobs', '_sync_effects', '_sync_receipts')",
                type,
                pattern);
        List<String> names = new ArrayList<>();
        while (cursor.next()) {
            names.add(cursor.getString(0));
        }
        for (String name : names) {
            sql.exec("DROP " + type + " " + Sql.quote(name));
        }
    }

    /** A position that was kept, or {@link Position#zero}. */
    Position get(String name) {
        SqlCursor cursor = sql.exec("SELECT position FROM _sync_meta WHERE name = ?", name);
        return cursor.next() ? Position.of(cursor.getDouble(0)) : Position.zero();
    }

    void put(String name, Position position) {
        sql.exec(
                "INSERT INTO _sync_meta (name, position) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
                name,
                position.number());
    }
}
