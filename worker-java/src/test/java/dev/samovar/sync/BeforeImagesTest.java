package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.protocol.Position;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.WebSockets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a line of the log tells of the row: the columns that an update changed, and what the tracked ones held. */
class BeforeImagesTest {
    private final ScriptedObject.Script script = new ScriptedObject.Script();
    private final DurableObjectHost<ScriptedObject> host = script.host();

    @BeforeEach
    void aTableOfManyTypes() {
        tables(
                "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT COLLATE NOCASE UNIQUE, stars INTEGER, any,"
                        + " loud TEXT AS (upper(text)), parent TEXT REFERENCES notes (id) ON UPDATE CASCADE ON DELETE CASCADE)",
                new RawCodec("id", "text", "stars", "any"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void anUpdateNamesTheColumnsThatDiffer() {
        write("INSERT INTO notes (id, text, stars) VALUES ('1', 'one', 1)");

        assertThat(linesOf("UPDATE notes SET stars = 2, text = text")).containsExactly("update 1 stars");
        assertThat(linesOf("UPDATE notes SET text = 'two', any = 0")).containsExactly("update 1 text any loud");
        assertThat(linesOf("UPDATE notes SET stars = NULL")).containsExactly("update 1 stars");
    }

    @Test
    void anUpdateThatChangesNothingIsNotLogged() {
        write("INSERT INTO notes (id, text, stars, any) VALUES ('1', 'one', 1, x'01')");

        assertThat(linesOf("UPDATE notes SET id = '1', text = 'one', stars = 1, any = x'01', parent = NULL"))
                .isEmpty();
    }

    @Test
    void aTextThatTheColumnsCollationCallsEqualIsAChange() {
        write("INSERT INTO notes (id, text) VALUES ('1', 'one')");

        assertThat(linesOf("UPDATE notes SET text = 'ONE'")).containsExactly("update 1 text");
    }

    @Test
    void nothingIsKeptOfColumnsThatNobodyTracks() {
        write("INSERT INTO notes (id) VALUES ('1')");

        assertThat(linesOf("DELETE FROM notes")).containsExactly("delete 1 *");
        assertThat(count("SELECT COUNT(*) FROM sqlite_schema WHERE name LIKE '_sync_before_%'"))
                .isZero();
    }

    @Test
    void anUpdateAndADeleteKeepWhatTheTrackedColumnsHeldAndAnInsertNothing() {
        track("text", "stars");

        assertThat(linesOf("INSERT INTO notes (id, text, stars) VALUES ('1', 'one', 1)"))
                .containsExactly("insert 1 *");
        assertThat(linesOf("UPDATE notes SET any = 1")).containsExactly("update 1 any text='one' stars=1.0");
        assertThat(linesOf("UPDATE notes SET stars = 2")).containsExactly("update 1 stars text='one' stars=1.0");
        assertThat(linesOf("DELETE FROM notes")).containsExactly("delete 1 * text='one' stars=2.0");
    }

    @Test
    void aValueComesBackAsItWasStored() {
        track("any", "text");
        List<String> values = List.of("NULL", "1", "-0.5", "'1'", "'1e3'", "''", "x'00ff'", "9007199254740991");
        for (String value : values) {
            write("INSERT INTO notes (id, any, text) VALUES ('1', " + value + ", NULL)");
            String stored = host.call(object -> LogReader.text(
                    object.exec("SELECT any FROM notes").toList().get(0).get(0)));

            assertThat(linesOf("DELETE FROM notes")).containsExactly("delete 1 * any=" + stored + " text=null");
        }
    }

    @Test
    void aChangedKeyIsADeleteWithItsImageAndAnInsert() {
        track("text");
        write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two')");

        assertThat(linesOf("UPDATE notes SET id = 'first', text = 'uno' WHERE id = '1'"))
                .containsExactly("delete 1 * text='one'", "insert first *");
        assertThat(linesOf("UPDATE OR REPLACE notes SET id = '2' WHERE id = 'first'"))
                .containsExactly("delete 2 * text='two'", "delete first * text='uno'", "insert 2 *");
    }

    @Test
    void aRowThatRefersToItselfUnderAKeyThatChangesWasNotThereUnderTheNewOne() {
        track("text");
        write("INSERT INTO notes (id, text, parent) VALUES ('1', 'one', '1')");
        Position since = head();

        assertThat(linesOf("UPDATE notes SET id = '2'"))
                .as("the foreign key acts before the row's own triggers")
                .containsExactly("update 2 parent text='one'", "delete 1 * text='one'", "insert 2 *");

        List<String> changes = new ArrayList<>();
        host.run(object -> LoggedChange.of(new LogReader(object).log.since(since))
                .forEach(change -> changes.add(change.key() + " " + change.wasThere())));
        assertThat(changes).containsExactlyInAnyOrder("1 true", "2 false");
    }

    @Test
    void aReplacedRowIsADeleteWithItsImageAndAnInsert() {
        track("text");
        write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two')");

        assertThat(linesOf("REPLACE INTO notes (id, text) VALUES ('1', 'TWO')"))
                .containsExactlyInAnyOrder("delete 1 * text='one'", "delete 2 * text='two'", "insert 1 *")
                .endsWith("insert 1 *");
    }

    @Test
    void rowsThatGoWithTheirParentKeepTheirImages() {
        track("text");
        write("INSERT INTO notes (id, text, parent) VALUES ('1', 'one', NULL), ('2', 'two', '1'), ('3', 'three', '2')");

        assertThat(linesOf("DELETE FROM notes WHERE id = '1'"))
                .containsExactlyInAnyOrder("delete 1 * text='one'", "delete 2 * text='two'", "delete 3 * text='three'");
    }

    @Test
    void anAuthorsTriggerOnTheSameRowIsLoggedAfterWhatFiredIt() {
        host.run(object -> object.exec("CREATE TRIGGER own AFTER UPDATE OF text ON notes BEGIN"
                + " UPDATE notes SET stars = stars + 1 WHERE id = NEW.id; END"));
        host.evict(WebSockets.CLOSE);
        track("text", "stars");
        write("INSERT INTO notes (id, text, stars) VALUES ('1', 'one', 1)");

        assertThat(linesOf("UPDATE notes SET text = 'two'"))
                .containsExactly("update 1 text loud text='one' stars=1.0", "update 1 stars text='two' stars=1.0");
    }

    @Test
    void aKeyThatIsNotTextIsRefusedWithTheColumnsName() {
        write("INSERT INTO notes (id) VALUES ('1')");
        for (String statement : List.of(
                "INSERT INTO notes (id) VALUES (NULL)",
                "INSERT OR IGNORE INTO notes (id) VALUES (NULL)",
                "INSERT INTO notes (id) VALUES (x'01')",
                "UPDATE OR IGNORE notes SET id = NULL")) {
            assertThatThrownBy(() -> write(statement))
                    .hasMessageContaining(
                            "notes.id must be text, because it is the key of a synced row. Give the row one.");
        }
        assertThat(count("SELECT COUNT(*) FROM notes WHERE id IS NULL")).isZero();
    }

    @Test
    void aRowWithoutAKeyThatIsOlderThanTheCollectionCanBeDeletedOrMended() {
        host.run(object -> {
            object.exec("DROP TRIGGER _sync_capture_notes_insert");
            object.exec("INSERT INTO notes (id, stars) VALUES (NULL, 1), (NULL, 2)");
        });

        write("UPDATE notes SET id = 'mended' WHERE stars = 1");
        write("DELETE FROM notes WHERE stars = 2");

        assertThat(count("SELECT COUNT(*) FROM notes")).isEqualTo(1);
    }

    @Test
    void trackingIsKeptAndCostsNothingTheSecondTime() {
        track("text");
        Position since = head();
        write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        long schema = count("SELECT COUNT(*) + MAX(rowid) FROM sqlite_schema");
        host.evict(WebSockets.CLOSE);

        track("text", "id");

        assertThat(count("SELECT COUNT(*) + MAX(rowid) FROM sqlite_schema")).isEqualTo(schema);
        host.run(object -> {
            LogReader reader = new LogReader(object);
            assertThat(reader.capture.trackedSince(reader.table("notes"), "text"))
                    .isEqualTo(since);
            assertThat(reader.capture.trackedSince(reader.table("notes"), "id")).isEqualTo(Position.zero());
            assertThat(reader.capture.trackedSince(reader.table("notes"), "stars"))
                    .isNull();
        });
    }

    @Test
    void membershipIsToldFromWhereTheLastOfTheColumnsIsTracked() {
        track("text");
        Position first = head();
        write("INSERT INTO notes (id, text, stars) VALUES ('1', 'one', 1)");
        write("UPDATE notes SET stars = 2");
        Position second = head();
        track("stars");
        write("UPDATE notes SET stars = 3");

        assertThat(canTell(first, "text")).isTrue();
        assertThat(canTell(first, "text", "id")).isTrue();
        assertThat(canTell(first, "text", "stars")).isFalse();
        assertThat(canTell(second, "text", "stars")).isTrue();
        assertThat(canTell(second, "any")).isFalse();
        assertThat(lines(second)).containsExactly("update 1 stars text='one' stars=2.0");
    }

    @Test
    void aColumnThatTheTableLacksCannotBeTracked() {
        assertThatThrownBy(() -> track("text", "nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The table notes has no column nothing.");
    }

    @Test
    void aTableOfNinetyNineColumnsIsCapturedWithAllOfThemTracked() {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i < 99; i++) {
            columns.add("\"column \"\" " + i + "\"");
        }
        tables("CREATE TABLE notes (id TEXT PRIMARY KEY, " + String.join(", ", columns) + ")", new RawCodec("id"));
        host.run(object -> {
            LogReader reader = new LogReader(object);
            reader.capture.track(reader.table("notes"), reader.table("notes").columns());
        });
        write("INSERT INTO notes (id, \"column \"\" 98\") VALUES ('1', 99)");

        assertThat(linesOf("UPDATE notes SET \"column \"\" 98\" = 99")).isEmpty();
        assertThat(linesOf("UPDATE notes SET \"column \"\" 98\" = 100").get(0))
                .startsWith("update 1 *")
                .endsWith("column \" 98=99.0");
    }

    @Test
    void theMaskReachesToTheFiftySecondColumn() {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i < ColumnMask.MAX_COLUMNS; i++) {
            columns.add("c" + i);
        }
        tables("CREATE TABLE notes (id TEXT PRIMARY KEY, " + String.join(", ", columns) + ")", new RawCodec("id"));
        write("INSERT INTO notes (id) VALUES ('1')");

        assertThat(linesOf("UPDATE notes SET c1 = 1, c31 = 1, c32 = 1, c51 = 1"))
                .containsExactly("update 1 c1 c31 c32 c51");
        assertThat(linesOf("UPDATE notes SET c51 = 2")).containsExactly("update 1 c51");
    }

    private void tables(String notes, RawCodec codec) {
        script.migrations = steps -> steps.step("tables", notes);
        script.schema = schema -> schema.collection("notes", codec);
    }

    private void track(String... columns) {
        host.run(object -> {
            LogReader reader = new LogReader(object);
            reader.capture.track(reader.table("notes"), List.of(columns));
        });
    }

    private boolean canTell(Position since, String... columns) {
        return host.call(object -> {
            LogReader reader = new LogReader(object);
            return reader.log.canTellMembership(reader.table("notes"), List.of(columns), since);
        });
    }

    private Position head() {
        return host.call(object -> new LogReader(object).log.head());
    }

    private List<String> lines(Position since) {
        return host.call(object -> new LogReader(object).lines("notes", since));
    }

    private List<String> linesOf(String statement) {
        Position since = head();
        write(statement);
        return lines(since);
    }

    private void write(String statement) {
        host.run(object -> object.write(statement));
    }

    private long count(String query) {
        return host.sql().exec(query).one().getLong(0);
    }
}
