package dev.samovar.sync;

import dev.samovar.protocol.query.ColumnType;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a collection's definition against the real table, and finds everything that is wrong at once. */
final class TableInspection {
    /** One less than the platform's, because the rowid is read beside them. */
    private static final int MAX_COLUMNS = 99;

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
        if (!isOrdinary(table)) {
            return;
        }
        Map<String, String> types = new LinkedHashMap<>();
        List<String> primaryKeys = new ArrayList<>();
        readColumns(table, types, primaryKeys);
        Set<String> columns = types.keySet();
        String keyType = types.getOrDefault(codec.primaryKey(), "");
        for (String column : columns) {
            if (column.startsWith(Metadata.RESERVED_PREFIX)) {
                problem(table, "the column " + column + " must not start with " + Metadata.RESERVED_PREFIX);
            }
        }
        int width = columns.size();
        for (String column : columns) {
            width += codec.type(column) == ColumnType.BIGINT ? 1 : 0;
        }
        if (width > MAX_COLUMNS) {
            problem(
                    table,
                    "it may have at most " + MAX_COLUMNS + " columns, a bigint counted twice: one is needed to read its"
                            + " rows");
        }
        types.forEach((column, type) -> inspectType(table, column, codec.type(column), type));
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
        } else if (Affinity.of(keyType) != Affinity.TEXT) {
            problem(table, "the primary key " + codec.primaryKey() + " must be TEXT, but is '" + keyType + "'");
        } else if (!comparesBytes(table, codec.primaryKey())) {
            problem(
                    table,
                    "the primary key " + codec.primaryKey()
                            + " must have the collation BINARY: two keys that another one calls equal are two rows to a"
                            + " client");
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

    /** A column that converts what is stored in it breaks what its record promises. */
    private void inspectType(String table, String column, ColumnType type, String declared) {
        if (type == ColumnType.TEXT && Affinity.of(declared) != Affinity.TEXT) {
            problem(table, "the column " + column + " holds text, so it must be TEXT, but is '" + declared + "'");
        }
        boolean isNumber = type == ColumnType.NUMBER || type == ColumnType.BOOLEAN || type == ColumnType.BIGINT;
        if (isNumber && Affinity.of(declared) == Affinity.TEXT) {
            problem(
                    table,
                    "the column " + column + " holds numbers, which '" + declared
                            + "' turns into text: declare it INTEGER or REAL");
        }
    }

    private void readColumns(String table, Map<String, String> types, List<String> primaryKeys) {
        SqlCursor info = sql.exec("SELECT name, upper(type), pk FROM pragma_table_xinfo(?)", table);
        while (info.next()) {
            String column = info.getString(0);
            types.put(column, info.getString(1));
            if (info.getLong(2) > 0) {
                primaryKeys.add(column);
            }
        }
    }

    private boolean isOrdinary(String table) {
        SqlCursor found = sql.exec("SELECT type FROM pragma_table_list(?)", table);
        if (!found.next()) {
            problem(table, "there is no such table. Create it in a migration step");
            return false;
        }
        String type = found.getString(0);
        if (!type.equals("table")) {
            problem(table, "it is a " + type + ", and only a table can be synced");
            return false;
        }
        return true;
    }

    /** The index of the key and the column itself may have been declared with a collation each. */
    private boolean comparesBytes(String table, String key) {
        SqlCursor index = sql.exec(
                "SELECT 1 FROM pragma_index_list(?) i, pragma_index_xinfo(i.name) x"
                        + " WHERE i.origin = 'pk' AND x.key AND x.coll <> 'BINARY' COLLATE NOCASE",
                table);
        // A compound SELECT compares as its first column does ("SELECT" of SQLite, 3).
        SqlCursor column = sql.exec("SELECT COUNT(*) FROM (SELECT " + Sql.quote(key) + " FROM " + Sql.quote(table)
                + " WHERE 0 UNION SELECT 'a' UNION SELECT 'A' UNION SELECT 'a ')");
        return !index.next() && column.one().getLong(0) == 3;
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
