package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.protocol.query.ColumnType;
import dev.samovar.testkit.DurableObjectHost;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a table from being a collection, told when the object starts. */
class TableInspectionTest {
    @ParameterizedTest
    @ValueSource(strings = {"TEXT", "text", "VARCHAR(36)", "NCHAR", "CLOB"})
    void anyTypeOfTextAffinityCanBeAPrimaryKey(String type) {
        assertThatCode(() -> start(
                        "CREATE TABLE notes (id " + type + " PRIMARY KEY, text, stars)", TableInspectionTest::notes))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTEGER", "INT", "REAL", "BLOB", "", "CHARINT", "DATE"})
    void anyOtherTypeIsRefused(String type) {
        assertRefused("CREATE TABLE notes (id " + type + " PRIMARY KEY, text, stars)", TableInspectionTest::notes)
                .hasMessage("The schema cannot be synced:\n"
                        + "- collection notes: the primary key id must be TEXT, but is '" + type + "'");
    }

    @Test
    void aTableThatDoesNotExistIsRefused() {
        assertRefused("CREATE TABLE other (id TEXT PRIMARY KEY)", TableInspectionTest::notes)
                .hasMessageEndingWith("- collection notes: there is no such table. Create it in a migration step");
    }

    @Test
    void aTableWithoutAPrimaryKeyIsRefused() {
        assertRefused("CREATE TABLE notes (id TEXT, text, stars)", TableInspectionTest::notes)
                .hasMessageEndingWith("id must be its only primary key column, but that is ()");
    }

    @Test
    void aPrimaryKeyOfTwoColumnsIsRefused() {
        assertRefused(
                        "CREATE TABLE notes (id TEXT, text TEXT, stars, PRIMARY KEY (id, text))",
                        TableInspectionTest::notes)
                .hasMessageEndingWith("id must be its only primary key column, but that is (id, text)");
    }

    @Test
    void anotherColumnAsPrimaryKeyIsRefused() {
        assertRefused("CREATE TABLE notes (id TEXT, text TEXT PRIMARY KEY, stars)", TableInspectionTest::notes)
                .hasMessageEndingWith("id must be its only primary key column, but that is (text)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE notes (id TEXT PRIMARY KEY, text, stars) WITHOUT ROWID",
                "CREATE TABLE notes (id TEXT PRIMARY KEY, text, stars, RowId TEXT)"
            })
    void aTableWithoutAUsableRowidIsRefused(String table) {
        assertRefused(table, TableInspectionTest::notes)
                .hasMessageEndingWith("it must have a rowid: no WITHOUT ROWID, and no column named rowid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE notes (id TEXT COLLATE NOCASE PRIMARY KEY, text, stars)",
                "CREATE TABLE notes (id TEXT COLLATE RTRIM PRIMARY KEY, text, stars)",
                "CREATE TABLE notes (id TEXT COLLATE NOCASE, text, stars, PRIMARY KEY (id COLLATE BINARY))",
                "CREATE TABLE notes (id TEXT, text, stars, PRIMARY KEY (id COLLATE NOCASE))"
            })
    void aKeyThatIsNotComparedByItsBytesIsRefused(String table) {
        assertRefused(table, TableInspectionTest::notes)
                .hasMessageContaining("- collection notes: the primary key id must have the collation BINARY");
    }

    @Test
    void aKeyThatSaysBinaryIsAccepted() {
        assertThatCode(() -> start(
                        "CREATE TABLE notes (id TEXT COLLATE binary PRIMARY KEY, text COLLATE NOCASE, stars)",
                        TableInspectionTest::notes))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW notes AS SELECT 'a' AS id, 'b' AS text, 1 AS stars",
                "CREATE VIRTUAL TABLE notes USING fts5(id, text, stars)"
            })
    void whatIsNoOrdinaryTableIsRefused(String statement) {
        assertRefused(statement, TableInspectionTest::notes)
                .hasMessageEndingWith("- collection notes: it is a " + (statement.contains("VIEW") ? "view" : "virtual")
                        + ", and only a table can be synced");
    }

    @Test
    void aColumnOfAReservedNameIsRefused() {
        assertRefused("CREATE TABLE notes (id TEXT PRIMARY KEY, text, stars, _sync_seq)", TableInspectionTest::notes)
                .hasMessageEndingWith("the column _sync_seq must not start with _sync_");
    }

    @Test
    void aTableThatLeavesNoRoomForItsRowidIsRefused() {
        StringBuilder columns = new StringBuilder("id TEXT PRIMARY KEY, text, stars");
        for (int i = 4; i <= 100; i++) {
            columns.append(", c").append(i);
        }
        assertRefused("CREATE TABLE notes (" + columns + ")", TableInspectionTest::notes)
                .hasMessageEndingWith(
                        "it may have at most 99 columns, a bigint counted twice: one is needed to read its rows");
    }

    @Test
    void aColumnThatTheTableLacksIsRefused() {
        assertRefused("CREATE TABLE notes (id TEXT PRIMARY KEY, text)", TableInspectionTest::notes)
                .hasMessageEndingWith("the record's column stars is not in the table");
    }

    @Test
    void aColumnThatWouldConvertWhatItsRecordPromisesIsRefused() {
        Map<String, ColumnType> promises =
                Map.of("title", ColumnType.TEXT, "done", ColumnType.BOOLEAN, "data", ColumnType.BYTES);
        RowCodec<List<@Nullable Object>> codec = new RawCodec("id", "title", "done", "data").typed(promises);

        assertThatCode(() -> start(
                        "CREATE TABLE notes (id TEXT PRIMARY KEY, title VARCHAR(9), done INTEGER, data)",
                        schema -> schema.collection("notes", codec)))
                .doesNotThrowAnyException();
        assertRefused(
                        "CREATE TABLE notes (id TEXT PRIMARY KEY, title, done CLOB, data)",
                        schema -> schema.collection("notes", codec))
                .hasMessageEndingWith("- collection notes: the column title holds text, so it must be TEXT, but is ''\n"
                        + "- collection notes: the column done holds numbers, which 'CLOB' turns into text: declare it"
                        + " INTEGER or REAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_sync_changes", "1note", "no-tes", "no tes", "no\"tes", "", "grüße"})
    void aNameThatIsNoIdentifierOrReservedIsRefused(String name) {
        assertRefused("CREATE TABLE other (id)", schema -> schema.collection(name, new Note.Codec()))
                .hasMessageContaining("collection " + name + ": the name must be letters, digits and underscores");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertRefused("CREATE TABLE notes (id INTEGER PRIMARY KEY, text)", schema -> {
                    schema.collection("notes", new Note.Codec());
                    schema.collection("drafts", new Note.Codec());
                })
                .hasMessage("""
                        The schema cannot be synced:
                        - collection notes: the record's column stars is not in the table
                        - collection notes: the primary key id must be TEXT, but is 'INTEGER'
                        - collection drafts: there is no such table. Create it in a migration step""");
    }

    @Test
    void twoCollectionsOfOneNameAreRefused() {
        assertRefused("CREATE TABLE notes (id TEXT PRIMARY KEY, text, stars)", schema -> {
                    schema.collection("notes", new Note.Codec());
                    schema.collection("notes", new Note.Codec());
                })
                .hasMessage("The collection notes is defined twice.");
    }

    @Test
    void twoCommandsOfOneNameAreRefused() {
        assertRefused("CREATE TABLE notes (id TEXT PRIMARY KEY, text, stars)", schema -> {
                    schema.command("count", result -> result, call -> call.args());
                    schema.waitingCommand("count", result -> result, call -> call.args());
                })
                .hasMessage("The command count is defined twice.");
    }

    @Test
    void aRuleThatDoesNothingIsRefused() {
        assertRefused(
                        "CREATE TABLE notes (id TEXT PRIMARY KEY, text, stars)",
                        schema -> schema.collection("notes", new Note.Codec())
                                .update(update -> update.authorize(op -> {})))
                .hasMessage("The rule for update on notes does nothing: give it execute(...).");
    }

    @Test
    void anObjectThatCouldNotStartLeavesNoTriggers() {
        var script = new ScriptedObject.Script();
        script.migrations = steps -> steps.step("notes", "CREATE TABLE notes (id TEXT PRIMARY KEY, text, stars)");
        script.schema = schema -> {
            schema.collection("notes", new Note.Codec());
            schema.collection("drafts", new Note.Codec());
        };
        try (var host = script.host()) {
            assertThatThrownBy(host::wake).isInstanceOf(IllegalStateException.class);

            assertThat(host.sql()
                            .exec("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'trigger'")
                            .one()
                            .getLong(0))
                    .isZero();
        }
    }

    private static void notes(SyncSchema<String> schema) {
        schema.collection("notes", new Note.Codec());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            String table, Consumer<SyncSchema<String>> schema) {
        return assertThatThrownBy(() -> start(table, schema)).isInstanceOf(IllegalStateException.class);
    }

    private static void start(String table, Consumer<SyncSchema<String>> schema) {
        var script = new ScriptedObject.Script();
        script.migrations = steps -> steps.step("table", table);
        script.schema = schema;
        try (DurableObjectHost<ScriptedObject> host = script.host()) {
            host.wake();
        }
    }
}
