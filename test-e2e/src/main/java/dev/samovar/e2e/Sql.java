package dev.samovar.e2e;

import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.Json;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQLite: what goes in, what comes out, and what is refused. */
final class Sql implements Routes {
    private final SqlStorage sql;
    private final Json json;

    Sql(DurableObjectState ctx) {
        this.sql = ctx.storage().sql();
        this.json = ctx.globalScope().json();
    }

    @Override
    public Response answer(String action, Request request) {
        return switch (action) {
            case "bound" -> Response.json(200, json.stringify(bound()));
            case "read" -> Response.json(200, json.stringify(read()));
            case "refused" -> Response.text(200, String.join("\n", refused()));
            case "limits" -> Response.text(200, String.join("\n", limits()));
            case "cursor" -> Response.text(200, String.join("\n", cursor()));
            case "cursor-refused" -> Response.text(200, String.join("\n", cursorRefused()));
            default -> Routes.unknown(action);
        };
    }

    /**
     * Each value with its SQLite type and text: in an expression, in a column of INTEGER affinity, and through CAST.
     */
    private List<List<@Nullable Object>> bound() {
        sql.exec("CREATE TABLE IF NOT EXISTS integers (n INTEGER)");
        sql.exec("DELETE FROM integers");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Object value : boundValues()) {
            SqlCursor expression =
                    sql.exec("SELECT typeof(?1), quote(?1)", value).one();
            sql.exec("INSERT INTO integers VALUES (?)", value);
            SqlCursor column = sql.exec("SELECT typeof(n), quote(n) FROM integers ORDER BY rowid DESC LIMIT 1")
                    .one();
            SqlCursor cast =
                    sql.exec("SELECT CAST(CAST(? AS INTEGER) AS TEXT)", value).one();
            rows.add(Arrays.asList(
                    value == null ? "null" : value.getClass().getSimpleName(),
                    expression.getString(0),
                    expression.getString(1),
                    column.getString(0),
                    column.getString(1),
                    cast.get(0)));
        }
        return rows;
    }

    private static List<@Nullable Object> boundValues() {
        return Arrays.asList(
                null,
                "text",
                "",
                "é😀",
                7,
                Integer.MIN_VALUE,
                9_007_199_254_740_991L,
                -9_007_199_254_740_991L,
                9_007_199_254_740_993L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                1.5,
                2.0,
                Double.POSITIVE_INFINITY,
                true,
                false,
                new byte[] {1, -1, 0},
                new byte[0]);
    }

    /** What the getters make of each type. */
    private List<List<@Nullable Object>> read() {
        SqlCursor row = sql.exec(
                        "SELECT NULL, 7, 1.5, 'text', x'01ff', '9007199254740993', CAST(9007199254740993 AS TEXT), 0, 'te\u00e9x'")
                .one();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < row.columnNames().size(); i++) {
            int column = i;
            rows.add(Arrays.asList(
                    row.type(column).name(),
                    row.isNull(column),
                    attempt(() -> row.getLong(column)),
                    attempt(() -> row.getDouble(column)),
                    attempt(() -> row.getString(column)),
                    attempt(() -> Arrays.toString(row.getBytes(column))),
                    attempt(() -> row.getBoolean(column)),
                    attempt(() -> row.textLength(column)),
                    attempt(() -> ascii(row, column))));
        }
        return rows;
    }

    /** The text that is copied between two stars; its beginning if it is not all ASCII. */
    private static String ascii(SqlCursor row, int column) {
        byte[] target = new byte[64];
        target[0] = '*';
        boolean isAll = row.copyAscii(column, target, 1);
        target[1 + row.textLength(column)] = '*';
        StringBuilder text = new StringBuilder();
        for (byte unit : target) {
            if (unit != 0) {
                text.append((char) unit);
            }
        }
        return isAll + " " + text;
    }

    private List<String> refused() {
        List<String> messages = new ArrayList<>();
        for (Object value : List.of(Double.NaN, 1.5f, 'c', (short) 1, List.of(), new int[0])) {
            messages.add(String.valueOf(attempt(() -> sql.exec("SELECT ?, ?", 1, value))));
        }
        messages.add(String.valueOf(attempt(() -> sql.exec("SELECT ?", 1, 2))));
        messages.add(String.valueOf(attempt(() -> sql.exec(""))));
        messages.add(String.valueOf(attempt(() -> sql.exec("BEGIN"))));
        return messages;
    }

    /** Each limit at its border, and one beyond. */
    private List<String> limits() {
        sql.exec("CREATE TABLE IF NOT EXISTS big (v)");
        List<String> results = new ArrayList<>();
        results.add(attempt(() -> withBindings(100)));
        results.add(attempt(() -> withBindings(101)));
        for (Object value : List.of(
                new byte[2_000_000],
                new byte[2_000_001],
                "a".repeat(2_000_000),
                "a".repeat(2_000_001),
                "é".repeat(1_000_000),
                "é".repeat(1_000_000) + "a",
                "😀".repeat(500_000),
                "😀".repeat(500_000) + "a")) {
            results.add(attempt(() ->
                    sql.exec("SELECT length(CAST(? AS BLOB))", value).one().getLong(0)));
        }
        results.add(attempt(() -> withStatement(100_000)));
        results.add(attempt(() -> withStatement(100_001)));
        return results;
    }

    private long withBindings(int count) {
        Object[] bindings = new Object[count];
        Arrays.fill(bindings, 1);
        return sql.exec("SELECT ?" + " + ?".repeat(count - 1), bindings).one().getLong(0);
    }

    private long withStatement(int bytes) {
        String statement = "SELECT 1 --";
        return sql.exec(statement + "x".repeat(bytes - statement.length()))
                .one()
                .getLong(0);
    }

    private List<String> cursor() {
        sql.exec("CREATE TABLE IF NOT EXISTS numbers (n INTEGER PRIMARY KEY, word TEXT)");
        sql.exec("CREATE INDEX IF NOT EXISTS words ON numbers (word)");
        sql.exec("DELETE FROM numbers");
        List<String> results = new ArrayList<>();
        SqlCursor insert = sql.exec("INSERT INTO numbers VALUES (1, 'one'), (2, 'two'), (3, 'three')");
        results.add("written " + insert.rowsWritten() + ", rows " + insert.toList());
        SqlCursor all = sql.exec("SELECT n, word FROM numbers ORDER BY n");
        results.add(
                all.columnNames() + " " + all.next() + " " + all.getLong(0) + " " + all.toList() + " " + all.next());
        results.add("read " + all.rowsRead());
        SqlCursor join = sql.exec("SELECT a.n, b.n FROM numbers a JOIN numbers b ON b.n = a.n + 1 ORDER BY a.n");
        results.add(join.columnNames() + " " + join.toList());
        SqlCursor one = sql.exec("SELECT word FROM numbers WHERE n = 2").one();
        results.add(one.getString(0) + " " + one.next());
        results.add("several "
                + sql.exec("INSERT INTO numbers VALUES (4, 'four'); SELECT count(*) FROM numbers")
                        .one()
                        .getLong(0));
        results.add("size " + (sql.databaseSize() >= 4_096 && sql.databaseSize() % 4_096 == 0));
        byte[] bytes = sql.exec("SELECT x'0102'").one().getBytes(0);
        bytes[0] = 9;
        results.add("bytes " + Arrays.toString(bytes));
        return results;
    }

    private List<String> cursorRefused() {
        SqlCursor cursor = sql.exec("SELECT 1 AS a, 'x' AS b");
        List<String> messages = new ArrayList<>();
        messages.add(attempt(() -> cursor.getLong(0)));
        cursor.next();
        messages.add(attempt(() -> cursor.getString(0)));
        messages.add(attempt(() -> cursor.getLong(1)));
        messages.add(attempt(() -> cursor.getBytes(1)));
        messages.add(attempt(() -> cursor.getLong(2)));
        cursor.next();
        messages.add(attempt(() -> cursor.getLong(0)));
        messages.add(attempt(() -> sql.exec("SELECT 9007199254740993").one().getLong(0)));
        messages.add(attempt(() -> sql.exec("SELECT 1.5 AS half").one().getLong(0)));
        messages.add(attempt(() -> sql.exec("SELECT 1 WHERE 0").one()));
        messages.add(attempt(() -> sql.exec("SELECT 1 UNION ALL SELECT 2").one()));
        return messages;
    }

    private interface Attempt {
        Object run();
    }

    private static String attempt(Attempt attempt) {
        try {
            return String.valueOf(attempt.run());
        } catch (PlatformException | IllegalArgumentException | IllegalStateException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
