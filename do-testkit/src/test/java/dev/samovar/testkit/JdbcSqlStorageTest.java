package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.PlatformException;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.SqlType;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcSqlStorageTest {
    private final Database database = Database.open(null);
    private final SqlStorage sql = new JdbcSqlStorage(database, JdbcSqlStorage.UNWATCHED);

    @AfterEach
    void close() {
        database.close();
    }

    private String typeOfBound(@Nullable Object value) {
        return sql.exec("SELECT typeof(?)", value).one().getString(0);
    }

    private String typeInColumn(String declaration, @Nullable Object value) {
        sql.exec("DROP TABLE IF EXISTS v; CREATE TABLE v (a " + declaration + ")");
        sql.exec("INSERT INTO v VALUES (?)", value);
        return sql.exec("SELECT typeof(a) FROM v").one().getString(0);
    }

    @Test
    void everyNumberIsBoundAsReal() {
        assertThat(typeOfBound(2)).isEqualTo("real");
        assertThat(typeOfBound(2L)).isEqualTo("real");
        assertThat(typeOfBound(2.5)).isEqualTo("real");
        assertThat(typeOfBound(true)).isEqualTo("real");
        assertThat(sql.exec("SELECT 7 / ?", 2).one().getDouble(0)).isEqualTo(3.5);
        assertThat(sql.exec("SELECT 7 / CAST(? AS INTEGER)", 2).one().getLong(0))
                .isEqualTo(3);
    }

    @Test
    void theColumnsAffinityDecidesWhatIsStored() {
        assertThat(typeInColumn("INTEGER", 2)).isEqualTo("integer");
        assertThat(typeInColumn("INTEGER", true)).isEqualTo("integer");
        assertThat(typeInColumn("INTEGER", 2.5)).isEqualTo("real");
        assertThat(typeInColumn("", 2)).isEqualTo("real");
        assertThat(typeInColumn("TEXT", 2)).isEqualTo("text");
        assertThat(typeInColumn("INTEGER", 9_007_199_254_740_993L)).isEqualTo("integer");
        assertThat(typeInColumn("", 9_007_199_254_740_993L)).isEqualTo("text");
        assertThat(typeInColumn("BLOB", new byte[] {1})).isEqualTo("blob");
        assertThat(typeInColumn("TEXT", null)).isEqualTo("null");
    }

    @Test
    void aLongBeyondTheSafeIntegersArrivesExactlyAndIsReadExactlyAsText() {
        long value = 9_007_199_254_740_993L;
        sql.exec("CREATE TABLE t (a INTEGER)");
        sql.exec("INSERT INTO t VALUES (?)", value);

        assertThat(sql.exec("SELECT CAST(a AS TEXT) FROM t").one().getLong(0)).isEqualTo(value);
        assertThat(sql.exec("SELECT CAST(? AS INTEGER) = 9007199254740993", value)
                        .one()
                        .getBoolean(0))
                .isTrue();
        SqlCursor rounded = sql.exec("SELECT a FROM t").one();
        assertThatThrownBy(() -> rounded.getLong(0)).hasMessageContaining("CAST(a");
        assertThat(rounded.getDouble(0)).isEqualTo(9_007_199_254_740_992.0);
    }

    @Test
    void bothEdgesOfTheSafeIntegersAreExact() {
        long edge = 9_007_199_254_740_991L;

        assertThat(sql.exec("SELECT ?", edge).one().getLong(0)).isEqualTo(edge);
        assertThat(sql.exec("SELECT ?", -edge).one().getLong(0)).isEqualTo(-edge);
        assertThat(typeOfBound(edge + 1)).isEqualTo("text");
        assertThat(typeOfBound(-edge - 1)).isEqualTo("text");
    }

    @Test
    void valuesAreReadAsTheRuntimeGivesThem() {
        SqlCursor row =
                sql.exec("SELECT NULL, 1, 1.5, 'text', x'0102', 'caf\u00e9'").one();

        assertThat(row.get(0)).isNull();
        assertThat(row.isNull(0)).isTrue();
        assertThat(row.get(1)).isEqualTo(1.0);
        assertThat(row.type(1)).isEqualTo(SqlType.NUMBER);
        assertThat(row.getDouble(2)).isEqualTo(1.5);
        assertThat(row.getString(3)).isEqualTo("text");
        assertThat(row.getBytes(4)).containsExactly(1, 2);
        assertThat(row.getString(5)).isEqualTo("caf\u00e9");
        assertThat(row.rowsRead()).isZero();
        assertThatThrownBy(() -> row.getLong(2)).hasMessageContaining("not an integer");
        assertThatThrownBy(() -> row.getString(1)).hasMessageContaining("not a text");
        assertThatThrownBy(() -> row.get(6)).hasMessageContaining("There is no column 6");
    }

    @Test
    void aCursorReadsForward() {
        SqlCursor rows = sql.exec("SELECT 1 AS a, 2 AS a UNION ALL SELECT 3, 4");

        assertThat(rows.columnNames()).containsExactly("a", "a");
        assertThatThrownBy(() -> rows.getLong(0)).hasMessageContaining("Call next()");
        assertThat(rows.next()).isTrue();
        assertThat(rows.toList()).containsExactly(List.of(3.0, 4.0));
        assertThat(rows.next()).isFalse();
        assertThatThrownBy(() -> rows.getLong(0)).hasMessageContaining("Call next()");
    }

    @Test
    void oneRefusesNoRowAndSeveral() {
        assertThatThrownBy(() -> sql.exec("SELECT 1 WHERE 0").one()).hasMessageContaining("no results");
        assertThatThrownBy(() -> sql.exec("SELECT 1 UNION SELECT 2").one()).hasMessageContaining("multiple results");
    }

    @Test
    void valuesThatCannotBeBoundAreRefused() {
        assertThatThrownBy(() -> sql.exec("SELECT ?", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> sql.exec("SELECT ?", 1.5f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Float");
        assertThatThrownBy(() -> sql.exec("SELECT ?", "\u20ac".repeat(666_667)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2000001 bytes");
        assertThatThrownBy(() -> sql.exec("SELECT ?", new byte[2_000_001]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDocumentedLimitsHold() {
        @Nullable Object[] bindings = Collections.nCopies(101, 1).toArray();

        assertThatThrownBy(() -> sql.exec("SELECT 1", bindings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("101 bindings");
        assertThatThrownBy(() -> sql.exec("SELECT '" + "x".repeat(100_000) + "'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100009 bytes");
        assertThat(sql.exec("SELECT 'a' LIKE ?", "x".repeat(50)).one().getBoolean(0))
                .isFalse();
        assertThatThrownBy(() -> sql.exec("SELECT 'a' LIKE ?", "x".repeat(51)))
                .isInstanceOf(PlatformException.class)
                .hasMessage("LIKE or GLOB pattern too complex: SQLITE_ERROR");
        assertThatThrownBy(() ->
                        sql.exec("SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6"))
                .hasMessageContaining("too many terms in compound SELECT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "begin immediate",
                "COMMIT",
                "END",
                "ROLLBACK",
                "SAVEPOINT a",
                "RELEASE a",
                "EXPLAIN BEGIN",
                "SELECT 1; /* x */ COMMIT"
            })
    void transactionStatementsAreRefused(String statement) {
        assertThatThrownBy(() -> sql.exec(statement))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("transactionSync()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA user_version",
                "PRAGMA main.user_version",
                "explain pragma user_version",
                "PRAGMA journal_mode = WAL",
                "PRAGMA integrity_check",
                "PRAGMA page_count",
                "SELECT * FROM pragma_user_version",
                "SELECT sqlite_version()",
                "SELECT Sqlite_Source_Id ()",
                "CREATE TEMP TABLE t (a)",
                "CREATE TEMPORARY VIEW v AS SELECT 1",
                "CREATE TABLE temp.t (a)",
                "CREATE TABLE _cf_t (a)",
                "CREATE TABLE \"_CF_t\" (a)",
                "SELECT * FROM _cf_METADATA",
                "ATTACH 'x' AS y",
                "DETACH y"
            })
    void whatWorkerdDoesNotAuthorizeIsRefused(String statement) {
        assertThatThrownBy(() -> sql.exec(statement))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("not authorized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA case_sensitive_like = ON",
                "PRAGMA main.table_info(t)",
                "PRAGMA optimize",
                "PRAGMA quick_check",
                "SELECT * FROM pragma_table_info('t')",
                "SELECT '_cf_x', 'sqlite_version()'",
                "EXPLAIN QUERY PLAN SELECT 1",
                "CREATE TABLE t (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
                "CREATE VIRTUAL TABLE f USING fts5(x)",
                "SELECT json_extract('{\"a\":1}', '$.a')"
            })
    void whatWorkerdAllowsRuns(String statement) {
        sql.exec(statement);

        assertThat(sql.exec("SELECT 1").one().getLong(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO u VALUES ('a', 1) | UNIQUE constraint failed: u.id: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_PRIMARYKEY)",
                "INSERT INTO u VALUES ('b', NULL) | NOT NULL constraint failed: u.n: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_NOTNULL)",
                "INSERT INTO u VALUES ('b', -1) | CHECK constraint failed: n > 0: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_CHECK)",
                "INSERT INTO w VALUES ('b') | FOREIGN KEY constraint failed: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_FOREIGNKEY)",
                "DELETE FROM u | my (own) text: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)",
                "INSERT INTO nope VALUES (1) | no such table: nope: SQLITE_ERROR",
                "SELECT ? | Wrong number of parameter bindings for SQL query: it has 1 placeholders and got 0 values. Give one value for each, in order."
            })
    void errorsReadAsTheRuntimesOwn(String statement, String message) {
        sql.exec(
                "CREATE TABLE u (id TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n > 0)); INSERT INTO u VALUES ('a', 1);"
                        + " CREATE TABLE w (id REFERENCES u);"
                        + " CREATE TRIGGER d BEFORE DELETE ON u BEGIN SELECT RAISE(ABORT, 'my (own) text'); END");

        assertThatThrownBy(() -> sql.exec(statement))
                .isInstanceOf(PlatformException.class)
                .hasMessage(message);
    }

    @Test
    void bindingsBelongToTheLastOfSeveralStatements() {
        SqlCursor last =
                sql.exec("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1); SELECT a + ?2 - ?1 FROM t", 1, 5);

        assertThat(last.one().getLong(0)).isEqualTo(5);
        assertThatThrownBy(() -> sql.exec("")).hasMessage("SQL code did not contain a statement.");
        assertThatThrownBy(() -> sql.exec("INSERT INTO t VALUES (?); SELECT 1", 1))
                .hasMessageContaining("parameter");
    }

    @Test
    void returningGivesRows() {
        sql.exec("CREATE TABLE t (a INTEGER)");

        assertThat(sql.exec("INSERT INTO t VALUES (?), (?) RETURNING a", 1, 2).toList())
                .containsExactly(List.of(1.0), List.of(2.0));
        assertThat(sql.exec("SELECT changes()").one().getLong(0)).isEqualTo(2);
        assertThat(sql.databaseSize()).isPositive();
    }

    @Test
    void pragmasAreSetAsInWorkerd() {
        assertThat(sql.exec("PRAGMA foreign_keys").one().getLong(0)).isEqualTo(1);
        assertThat(sql.exec("PRAGMA recursive_triggers").one().getLong(0)).isZero();
    }
}
