package dev.samovar.testkit;

import dev.samovar.workers.PlatformException;
import dev.samovar.workers.SqlStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * The SQLite database of one object, set up as a Durable Object's is: foreign keys are checked, triggers are not
 * recursive unless a PRAGMA says so. Survives the object's instances.
 *
 * <p>The statements of one turn form one implicit transaction, which {@link #commit} ends, as in workerd: it is what a
 * crash rolls back.
 */
final class Database implements AutoCloseable {
    /** A statement's result: column names, and rows as {@code null}, Double, String or byte[]. */
    record Rows(List<String> columns, List<List<@Nullable Object>> rows) {}

    private static final int MAX_CACHED_SCRIPTS = 512;

    private final Connection connection;
    private final Map<String, List<SqlStatement>> scripts = new LinkedHashMap<>();
    private boolean isInTransaction;
    private int savepoints;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** @param file where it is kept; {@code null} to keep it in memory */
    static Database open(@Nullable Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        String url = file == null ? "jdbc:sqlite::memory:" : "jdbc:sqlite:" + file;
        try {
            Connection connection = DriverManager.getConnection(url, config.toProperties());
            setLimits(connection.unwrap(SQLiteConnection.class));
            return new Database(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot open the SQLite database " + url + ": " + e.getMessage(), e);
        }
    }

    /** Cloudflare's documented limits, and those that workerd sets besides (its {@code util/sqlite.c++}). */
    private static void setLimits(SQLiteConnection connection) throws SQLException {
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, SqlStorage.MAX_VALUE_BYTES);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, SqlStorage.MAX_STATEMENT_BYTES);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_VARIABLE_NUMBER, SqlStorage.MAX_BINDINGS);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COLUMN, 100);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_EXPR_DEPTH, 100);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COMPOUND_SELECT, 5);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_VDBE_OP, 25_000);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_FUNCTION_ARG, 32);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_TRIGGER_DEPTH, 10);
    }

    /** The statements of a text. */
    List<SqlStatement> parse(String sql) {
        List<SqlStatement> known = scripts.get(sql);
        if (known != null) {
            return known;
        }
        List<SqlStatement> statements = SqlStatement.split(sql);
        if (scripts.size() >= MAX_CACHED_SCRIPTS) {
            scripts.clear();
        }
        scripts.put(sql, statements);
        return statements;
    }

    /** Runs one statement and reads all of its rows. */
    Rows run(String statement, @Nullable Object... values) {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            int wanted = prepared.getParameterMetaData().getParameterCount();
            if (wanted != values.length) {
                throw new PlatformException(
                        "Error",
                        "Wrong number of parameter bindings for SQL query: it has " + wanted + " placeholders and got "
                                + values.length + " values. Give one value for each, in order.",
                        null,
                        null);
            }
            for (int i = 0; i < values.length; i++) {
                bind(prepared, i + 1, values[i]);
            }
            return prepared.execute() ? read(prepared) : new Rows(List.of(), List.of());
        } catch (SQLException e) {
            throw SqlErrors.translated(e);
        }
    }

    private static void bind(PreparedStatement prepared, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            prepared.setObject(index, null);
        } else if (value instanceof Double number) {
            prepared.setDouble(index, number);
        } else if (value instanceof String text) {
            prepared.setString(index, text);
        } else {
            prepared.setBytes(index, (byte[]) value);
        }
    }

    private static Rows read(PreparedStatement prepared) throws SQLException {
        try (ResultSet results = prepared.getResultSet()) {
            ResultSetMetaData metaData = results.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= metaData.getColumnCount(); column++) {
                columns.add(metaData.getColumnLabel(column));
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (results.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int column = 1; column <= columns.size(); column++) {
                    row.add(asRuntimeGives(results.getObject(column)));
                }
                rows.add(row);
            }
            return new Rows(columns, rows);
        }
    }

    /** JavaScript has one type of number. */
    private static @Nullable Object asRuntimeGives(@Nullable Object value) {
        return value instanceof Number number ? (Object) number.doubleValue() : value;
    }

    boolean isInTransaction() {
        return isInTransaction;
    }

    void begin() {
        if (!isInTransaction) {
            execute("BEGIN");
            isInTransaction = true;
        }
    }

    /**
     * Ends the implicit transaction, if there is one. @throws PlatformException if a deferred constraint is violated
     */
    void commit() {
        if (isInTransaction) {
            execute("COMMIT");
            isInTransaction = false;
        }
    }

    void rollback() {
        if (isInTransaction) {
            execute("ROLLBACK");
            isInTransaction = false;
        }
    }

    /** Begins a nested transaction. Returns its name. */
    String savepoint() {
        String name = "samovar_" + savepoints++;
        execute("SAVEPOINT " + name);
        return name;
    }

    void release(String savepoint) {
        execute("RELEASE " + savepoint);
    }

    void rollbackTo(String savepoint) {
        execute("ROLLBACK TO " + savepoint);
        execute("RELEASE " + savepoint);
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw SqlErrors.translated(e);
        }
    }

    /** How many instructions of its own machine SQLite executes for something, rounded down to tens per statement. */
    long instructionsOf(Runnable work) {
        InstructionCounter counter = new InstructionCounter();
        try {
            ProgressHandler.setHandler(connection, InstructionCounter.STEP, counter);
            try {
                work.run();
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException e) {
            throw SqlErrors.translated(e);
        }
        return counter.instructions;
    }

    private static final class InstructionCounter extends ProgressHandler {
        static final int STEP = 10;

        long instructions;

        @Override
        protected int progress() {
            instructions += STEP;
            return 0;
        }
    }

    /** The alarm's time in milliseconds since 1970. Kept where workerd keeps it, in a table no program can name. */
    @Nullable
    Long alarm() {
        if (run("SELECT 1 FROM sqlite_schema WHERE name = '_cf_METADATA'")
                .rows()
                .isEmpty()) {
            return null;
        }
        List<List<@Nullable Object>> rows =
                run("SELECT value FROM _cf_METADATA WHERE key = 'alarm'").rows();
        return rows.isEmpty() || !(rows.get(0).get(0) instanceof Double time) ? null : Long.valueOf(time.longValue());
    }

    void alarm(@Nullable Long timeMillis) {
        execute("CREATE TABLE IF NOT EXISTS _cf_METADATA (key TEXT PRIMARY KEY, value INTEGER)");
        if (timeMillis == null) {
            execute("DELETE FROM _cf_METADATA");
        } else {
            run("INSERT OR REPLACE INTO _cf_METADATA VALUES ('alarm', ?)", timeMillis.doubleValue());
        }
    }

    /** The object is dropped from memory, and its connection with it: what its PRAGMAs have set is forgotten. */
    void reopen() {
        rollback();
        execute("PRAGMA recursive_triggers = OFF");
        execute("PRAGMA case_sensitive_like = OFF");
        execute("PRAGMA ignore_check_constraints = OFF");
        execute("PRAGMA legacy_alter_table = OFF");
        execute("PRAGMA reverse_unordered_selects = OFF");
    }

    long sizeInBytes() {
        return (long) (number("PRAGMA page_count") * number("PRAGMA page_size"));
    }

    private double number(String query) {
        Object value = run(query).rows().get(0).get(0);
        return value instanceof Double number ? number : 0;
    }

    /** Drops everything. */
    void deleteAll() {
        execute("PRAGMA defer_foreign_keys = ON");
        drop("view", "SELECT name FROM sqlite_schema WHERE type = 'view'");
        // Dropping a virtual table drops its shadow tables, so it goes first, and the rest is listed afterwards.
        drop("table", "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'");
        drop("table", "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
    }

    /** The whole database as one file would hold it. */
    byte[] copy() {
        try {
            return connection.unwrap(SQLiteConnection.class).serialize("main");
        } catch (SQLException e) {
            throw SqlErrors.translated(e);
        }
    }

    /** Becomes what {@link #copy} gave. */
    void restore(byte[] copy) {
        try {
            Path file = Files.createTempFile("samovar-restore", ".sqlite");
            try {
                Files.write(file, copy);
                execute("restore from '" + file.toString().replace("'", "''") + "'");
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the copy of the database in a temporary file.", e);
        }
    }

    private void drop(String type, String namesQuery) {
        for (List<@Nullable Object> row : run(namesQuery).rows()) {
            String name = String.valueOf(row.get(0)).replace("\"", "\"\"");
            execute("DROP " + type + " \"" + name + "\"");
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqlErrors.translated(e);
        }
    }
}
