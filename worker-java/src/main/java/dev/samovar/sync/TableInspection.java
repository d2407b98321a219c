package dev.samovar.sync;

import dev.samovar.workers.PlatformException;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.List;

/** Holds a collection's definition against the real table, and finds everything that is wrong at once. */
final class TableInspection {
    private final SqlStorage sql;
    private final List<String> problems = new ArrayList<>();

    TableInspection(SqlStorage sql) {
        this.sql = sql;
    }

    /** Adds what keeps the table from being a collection. */
    void inspect(String table, RowCodec<?> codec) {
        if (!Sql.isIdentifier(table) || table.startsWith(Metadata.RESERVED_PREFIX)) {
            problem(
                    table,
                    "the name must be letters, digits and underscores and must not start with a digit or "
                            + Metadata.RESERVED_PREFIX);
            return;
        }
        List<String> columns = new ArrayList<>();
        List<String> primaryKeys = new ArrayList<>();
        String keyType = readColumns(table, codec.primaryKey(), columns, primaryKeys);
        if (columns.isEmpty()) {
            problem(table, "there is no such table. Create it in a migration step");
            return;
        }
        for (String column : codec.columns()) {
            if (!columns.contains(column)) {
                problem(table, "the record's column " + column + " is not in the table");
            }
        }
        if (primaryKeys.size() != 1 || !primaryKeys.contains(codec.primaryKey())) {
            problem(
                    table,
                    codec.primaryKey() + " must be its only primary key column, but that is ("
                            + Sql.join(", ", primaryKeys) + ")");
        } else if (!hasTextAffinity(keyType)) {
            problem(table, "the primary key " + codec.primaryKey() + " must be TEXT, but is '" + keyType + "'");
        }
        if (!hasUsableRowid(table)) {
            problem(table, "it must have a rowid: no WITHOUT ROWID, and no column named rowid");
        }
    }

    /** @throws IllegalStateException that lists every problem, if there is one */
    void throwIfProblems() {
        if (!problems.isEmpty()) {
            throw new IllegalStateException("The schema cannot be synced:\n- " + Sql.join("\n- ", problems));
        }
    }

    private String readColumns(String table, String key, List<String> columns, List<String> primaryKeys) {
        String keyType = "";
        SqlCursor info = sql.exec("SELECT name, upper(type), pk FROM pragma_table_xinfo(?)", table);
        while (info.next()) {
            String column = info.getString(0);
            columns.add(column);
            if (info.getLong(2) > 0) {
                primaryKeys.add(column);
            }
            if (column.equals(key)) {
                keyType = info.getString(1);
            }
        }
        return keyType;
    }

    /** SQLite's rule of affinity: INT wins over CHAR, CLOB and TEXT ("Datatypes in SQLite", 3.1). */
    private static boolean hasTextAffinity(String type) {
        boolean text = type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT");
        return text && !type.contains("INT");
    }

    private boolean hasUsableRowid(String table) {
        if (sql.exec("SELECT 1 FROM pragma_table_xinfo(?) WHERE lower(name) = 'rowid'", table)
                .next()) {
            return false;
        }
        try {
            sql.exec("SELECT rowid FROM " + Sql.quote(table) + " LIMIT 0");
            return true;
        } catch (PlatformException noSuchColumn) {
            return false;
        }
    }

    private void problem(String table, String what) {
        problems.add("collection " + table + ": " + what);
    }
}
