package dev.samovar.sync;

import dev.samovar.workers.SqlStorage;

/** The tables that writes leave something in: what became of them, and what is still to be done for them. */
final class WriteTables {
    /** Without row ids: a row is one entry of one tree, where every commit pays for each. */
    private static final String TABLES = """
            CREATE TABLE IF NOT EXISTS _sync_receipts (
              identity TEXT NOT NULL, tx_id TEXT NOT NULL, payload TEXT NOT NULL, seq INTEGER, result BLOB, code TEXT,
              message TEXT, at INTEGER NOT NULL, PRIMARY KEY (identity, tx_id)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS _sync_sweep (
              id INTEGER PRIMARY KEY, identity TEXT NOT NULL, tx_id TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS _sync_effects (
              name TEXT PRIMARY KEY, due INTEGER NOT NULL, attempts INTEGER NOT NULL, handler TEXT NOT NULL,
              key TEXT NOT NULL, claims TEXT NOT NULL, content BLOB NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS _sync_jobs (
              name TEXT PRIMARY KEY, due INTEGER NOT NULL, attempts INTEGER NOT NULL, payload BLOB NOT NULL) WITHOUT ROWID;
            """;

    private WriteTables() {}

    static void create(SqlStorage sql) {
        sql.exec(TABLES);
    }
}
