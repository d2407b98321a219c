package dev.samovar.sync;

import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The triggers that write one line into the change log for every row that changes, whoever changes it, in the
 * transaction of the change. Their text is compared at every start, so a new version of Samovar replaces old triggers,
 * and those of collections that are gone, or whose table was renamed, are dropped.
 */
final class Capture {
    private static final String PREFIX = "_sync_capture_";

    private final SqlStorage sql;
    private final Map<String, String> wanted = new LinkedHashMap<>();

    Capture(SqlStorage sql) {
        this.sql = sql;
    }

    /**
     * Makes triggers see every row that goes, from now on until the object is dropped from memory: REPLACE deletes the
     * rows it evicts without firing theirs unless this is on ("CREATE TRIGGER" of SQLite).
     */
    static void seeEvictedRows(SqlStorage sql) {
        sql.exec("PRAGMA recursive_triggers = ON");
    }

    /**
     * Makes the database's capture triggers exactly those of the tables.
     *
     * @return whether one was missing or another, so that changes may have escaped the log
     */
    boolean install(Collection<SyncedTable<?>> tables) {
        tables.forEach(this::add);
        Map<String, String> existing = existing();
        existing.forEach((name, text) -> {
            if (!text.equals(wanted.get(name))) {
                sql.exec("DROP TRIGGER " + Sql.quote(name));
            }
        });
        boolean created = false;
        for (Map.Entry<String, String> trigger : wanted.entrySet()) {
            if (!trigger.getValue().equals(existing.get(trigger.getKey()))) {
                sql.exec(trigger.getValue());
                created = true;
            }
        }
        return created;
    }

    private void add(SyncedTable<?> table) {
        String key = Sql.quote(table.keyColumn());
        trigger(table, "insert", "AFTER INSERT ON", "", "NEW." + key, "insert");
        trigger(table, "update", "AFTER UPDATE ON", "", "NEW." + key, "update");
        // Without this the row under its old key would stay on every client.
        trigger(table, "rekey", "AFTER UPDATE ON", " WHEN OLD." + key + " IS NOT NEW." + key, "OLD." + key, "delete");
        trigger(table, "delete", "AFTER DELETE ON", "", "OLD." + key, "delete");
    }

    private Map<String, String> existing() {
        Map<String, String> triggers = new HashMap<>();
        SqlCursor cursor =
                sql.exec("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB ?", PREFIX + "*");
        while (cursor.next()) {
            triggers.put(cursor.getString(0), cursor.getString(1));
        }
        return triggers;
    }

    private void trigger(SyncedTable<?> table, String suffix, String event, String when, String key, String op) {
        String name = PREFIX + table.name() + "_" + suffix;
        wanted.put(
                name,
                "CREATE TRIGGER " + Sql.quote(name) + " " + event + " " + Sql.quote(table.name()) + when
                        + " BEGIN INSERT INTO _sync_changes (tbl, key, op) VALUES ('" + table.name() + "', CAST(" + key
                        + " AS TEXT), '" + op + "'); END");
    }
}
