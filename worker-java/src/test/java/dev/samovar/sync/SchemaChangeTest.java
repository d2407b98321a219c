package dev.samovar.sync;

import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that was away while a new version changed the tables shows them as they are. */
class SchemaChangeTest {
    private final Notes notes = new Notes();
    private final TestClient alice = notes.connect("alice");
    private LiveRows rows = alice.subscribe("notes");

    @BeforeEach
    void aClientThatKnowsTwoRows() {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two')");
        rows = subscribe(alice, "notes");
    }

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void aColumnAddedWithADefaultIsSeen() {
        newVersion("ALTER TABLE notes ADD COLUMN color TEXT NOT NULL DEFAULT 'red'");

        assertThat(rows.row("1").entries()).containsEntry("color", Value.of("red"));
        assertThat(rows.row("2").entries()).containsEntry("color", Value.of("red"));
    }

    @Test
    void aColumnThatIsDroppedOrRenamedIsNotSeenAnyMore() {
        newVersion(
                "ALTER TABLE notes ADD COLUMN old TEXT",
                "ALTER TABLE notes RENAME COLUMN old TO new",
                "ALTER TABLE notes ADD COLUMN gone");
        newVersion("ALTER TABLE notes DROP COLUMN gone");

        assertThat(rows.row("1").entries()).containsOnlyKeys("id", "text", "stars", "new");
    }

    @Test
    void aTableThatIsBuiltAnewUnderItsNameIsSeen() {
        newVersion(
                "DROP TABLE notes",
                "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT NOT NULL, stars INTEGER NOT NULL DEFAULT 0)",
                "INSERT INTO notes (id, text) VALUES ('2', 'other')");

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("2");
    }

    @Test
    void twoTablesThatChangePlacesAreSeenInThem() {
        notes.write("INSERT INTO drafts (id, text) VALUES ('3', 'three')");

        newVersion(
                "ALTER TABLE notes RENAME TO third",
                "ALTER TABLE drafts RENAME TO notes",
                "ALTER TABLE third RENAME TO drafts");

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("3");
        notes.write("UPDATE notes SET text = 'more'");
        notes.tick();
        assertThat(rows.rows()).isEqualTo(notes.table("notes"));
    }

    @Test
    void whatAMigrationDidToARowIsSeen() {
        newVersion("UPDATE notes SET text = upper(text)", "DELETE FROM notes WHERE id = '2'");

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("1");
    }

    @Test
    void aTableThatWasChangedPastTheMigrationsIsSeen() {
        alice.drop();
        notes.host.evict(WebSockets.CLOSE);
        notes.host.sql().exec("ALTER TABLE notes ADD COLUMN color TEXT NOT NULL DEFAULT 'red'");

        alice.reconnect();

        assertThat(rows.row("1").entries()).containsEntry("color", Value.of("red"));
    }

    @Test
    void rowsThatWereWrittenWhileATriggerWasMissingAreSeen() {
        alice.drop();
        notes.host.evict(WebSockets.CLOSE);
        notes.host.sql().exec("DROP TRIGGER _sync_capture_notes_update");
        notes.host.sql().exec("UPDATE notes SET text = 'unseen'");

        alice.reconnect();

        assertThat(rows.rows()).isEqualTo(notes.table("notes"));
    }

    @Test
    void aTriggerOfTheAuthorsThatIsNewerThanOursMovesOursAndResetsNobody() {
        alice.drop();
        notes.host.evict(WebSockets.CLOSE);
        notes.host.sql().exec("CREATE TRIGGER own AFTER INSERT ON notes BEGIN SELECT 1; END");
        long floor = floor();

        alice.reconnect();

        assertThat(floor()).isEqualTo(floor);
        assertThat(notes.count("SELECT rowid FROM sqlite_schema WHERE name = 'own'"))
                .isLessThan(
                        notes.count("SELECT MIN(rowid) FROM sqlite_schema WHERE name GLOB '_sync_capture_notes_*'"));
    }

    @Test
    void aTableThatIsNotWhatItWasIsTrackedAnew() {
        track("text");
        newVersion("ALTER TABLE notes ADD COLUMN color");

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_tracked")).isZero();
        assertThat(notes.count("SELECT COUNT(*) FROM sqlite_schema WHERE name GLOB '_sync_before_*'"))
                .isZero();
        track("text");
        notes.write("UPDATE notes SET color = 'red'");
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_before_notes")).isEqualTo(2);
    }

    @Test
    void nothingIsKeptOfACollectionThatIsGone() {
        track("text");
        alice.drop();
        notes.host.evict(WebSockets.CLOSE);
        notes.script.schema = schema -> schema.collection("drafts", new Note.Codec());

        notes.host.wake();

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_tracked")).isZero();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_tables")).isEqualTo(1);
        assertThat(notes.count("SELECT COUNT(*) FROM sqlite_schema WHERE name GLOB '_sync_*_notes*'"))
                .isZero();
    }

    @Test
    void tablesOfAnEarlierVersionOfSamovarAreMadeAnewAndTheMigrationsKept() {
        alice.drop();
        notes.host.evict(WebSockets.CLOSE);
        for (String trigger : List.of("insert", "update", "rekey", "delete")) {
            notes.host.sql().exec("DROP TRIGGER _sync_capture_notes_" + trigger);
            notes.host.sql().exec("DROP TRIGGER _sync_capture_drafts_" + trigger);
        }
        notes.host.sql().exec("ALTER TABLE _sync_changes DROP COLUMN mask");
        notes.host
                .sql()
                .exec("CREATE TRIGGER _sync_capture_notes_old AFTER UPDATE ON notes BEGIN"
                        + " INSERT INTO _sync_changes (tbl, key, op) VALUES ('notes', NEW.id, 'update'); END");
        notes.host.sql().exec("CREATE TABLE _sync_of_old (a)");
        notes.host.sql().exec("DELETE FROM _sync_meta WHERE name = 'version'");
        notes.host.sql().exec("UPDATE notes SET text = 'unseen'");

        alice.reconnect();

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).hasSize(2);
        assertThat(notes.count("SELECT COUNT(*) FROM sqlite_schema WHERE name = '_sync_of_old'"))
                .isZero();
        notes.write("UPDATE notes SET text = 'seen'");
        notes.tick();
        assertThat(rows.rows()).isEqualTo(notes.table("notes"));
    }

    private void newVersion(String... statements) {
        alice.drop();
        notes.host.evict(WebSockets.CLOSE);
        var before = notes.script.migrations;
        String name = "step " + List.of(statements).hashCode();
        notes.script.migrations = steps -> {
            before.accept(steps);
            steps.step(name, statements);
        };
        alice.reconnect();
    }

    private void track(String column) {
        notes.host.run(object -> {
            LogReader reader = new LogReader(object);
            reader.capture.track(reader.table("notes"), List.of(column));
        });
    }

    private long floor() {
        return notes.count("SELECT position FROM _sync_meta WHERE name = 'floor'");
    }
}
