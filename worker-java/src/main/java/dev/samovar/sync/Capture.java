package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The triggers that write one line into the change log for every row that changes, whoever changes it, in the
 * transaction of the change. Their text is compared at every start, so a new version of Samovar replaces old triggers,
 * and those of collections that are gone, or whose table was renamed, are dropped.
 *
 * <p>SQLite fires the triggers of a table in the order newest first. Ours must be the newest: an author's trigger that
 * writes to the row that fired it would else have its change logged before the one that caused it, with the
 * before-image of a row that never was.
 */
final class Capture {
    /** A trigger in the database. A higher age is newer. */
    private record Trigger(String name, String table, String text, double age) {
        boolean isOurs() {
            return name.startsWith(CaptureTriggers.PREFIX);
        }
    }

    private final DurableObjectStorage storage;
    private final SqlStorage sql;
    private final ChangeLog log;
    private final TrackedColumns tracked;

    Capture(DurableObjectStorage storage, ChangeLog log, TrackedColumns tracked) {
        this.storage = storage;
        this.sql = storage.sql();
        this.log = log;
        this.tracked = tracked;
    }

    /**
     * Makes triggers see every row that goes, from now on until the object is dropped from memory: REPLACE deletes the
     * rows it evicts without firing theirs unless this is on ("CREATE TRIGGER" of SQLite).
     */
    static void seeEvictedRows(SqlStorage sql) {
        sql.exec("PRAGMA recursive_triggers = ON");
    }

    /**
     * Drops all triggers, so that a migration can drop a column that they name. What is changed before the next
     * {@link #install} is not in the log.
     */
    static void drop(SqlStorage sql) {
        Metadata.drop(sql, "trigger", CaptureTriggers.PREFIX + "*");
    }

    /**
     * Makes the database's capture triggers exactly those of the tables.
     *
     * @return whether one was missing or another, or a table is not what it was, so that changes may have escaped the
     *     log
     */
    boolean install(Collection<SyncedTable<?>> tables) {
        boolean mayHaveMissed = false;
        for (String changed : new TableFingerprints(sql).update(tables)) {
            tracked.forget(changed);
            mayHaveMissed = true;
        }
        List<Trigger> existing = existing();
        Map<String, String> wanted = new LinkedHashMap<>();
        for (SyncedTable<?> table : tables) {
            wanted.putAll(CaptureTriggers.of(table, tracked.of(table.name())));
        }
        existing.removeIf(trigger -> isOutdated(trigger, wanted));
        for (SyncedTable<?> table : tables) {
            List<Trigger> ours = new ArrayList<>();
            existing.forEach(trigger -> {
                if (trigger.isOurs() && Sql.isSameName(trigger.table, table.name())) {
                    ours.add(trigger);
                }
            });
            Map<String, String> texts = CaptureTriggers.of(table, tracked.of(table.name()));
            boolean incomplete = ours.size() < texts.size();
            if (incomplete || isPreceded(ours, existing, table.name())) {
                replace(table);
                mayHaveMissed |= incomplete;
            }
        }
        return mayHaveMissed;
    }

    /**
     * Keeps the old values of these columns from now on. Costs nothing if they are tracked already.
     *
     * @throws IllegalArgumentException if the table has no such column
     */
    void track(SyncedTable<?> table, Collection<String> columns) {
        List<String> added = new ArrayList<>();
        for (String column : columns) {
            if (!table.columns().contains(column)) {
                throw new IllegalArgumentException("The table " + table.name() + " has no column " + column + ".");
            }
            if (!column.equals(table.keyColumn())
                    && tracked.since(table.name(), column) == null
                    && !added.contains(column)) {
                added.add(column);
            }
        }
        if (added.isEmpty()) {
            return;
        }
        Position since = log.head();
        try {
            storage.transactionSync(() -> {
                tracked.add(table.name(), added, since);
                replace(table);
                return since;
            });
        } catch (RuntimeException failure) {
            tracked.load();
            throw failure;
        }
    }

    /**
     * The position after which every update and delete of the table has the old value of the column; {@code null} if it
     * is not tracked. The key column needs no tracking, since a line of the log names the key.
     */
    @Nullable
    Position trackedSince(SyncedTable<?> table, String column) {
        return column.equals(table.keyColumn()) ? Position.zero() : tracked.since(table.name(), column);
    }

    /** Drops a trigger of ours that is another now, or nobody's. */
    private boolean isOutdated(Trigger trigger, Map<String, String> wanted) {
        boolean outdated = trigger.isOurs() && !trigger.text.equals(wanted.get(trigger.name));
        if (outdated) {
            sql.exec("DROP TRIGGER " + Sql.quote(trigger.name));
        }
        return outdated;
    }

    private static boolean isPreceded(List<Trigger> ours, List<Trigger> all, String table) {
        for (Trigger other : all) {
            if (!other.isOurs() && Sql.isSameName(other.table, table)) {
                for (Trigger trigger : ours) {
                    if (other.age > trigger.age) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void replace(SyncedTable<?> table) {
        CaptureTriggers.of(table, tracked.of(table.name())).forEach((name, text) -> {
            sql.exec("DROP TRIGGER IF EXISTS " + Sql.quote(name));
            sql.exec(text);
        });
    }

    private List<Trigger> existing() {
        List<Trigger> triggers = new ArrayList<>();
        SqlCursor cursor = sql.exec("SELECT name, tbl_name, sql, rowid FROM sqlite_master WHERE type = 'trigger'");
        while (cursor.next()) {
            triggers.add(
                    new Trigger(cursor.getString(0), cursor.getString(1), cursor.getString(2), cursor.getDouble(3)));
        }
        return triggers;
    }
}
