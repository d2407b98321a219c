package dev.samovar.sync;

import static dev.samovar.sync.Notes.row;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaptureTest {
    private final Notes notes = new Notes();

    @BeforeEach
    void aUniqueColumnBesideTheKey() {
        notes.script.migrations = steps -> steps.step(
                "tables",
                "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT NOT NULL UNIQUE, stars INTEGER NOT NULL DEFAULT 0)",
                "CREATE TABLE drafts (id TEXT PRIMARY KEY, text TEXT NOT NULL, stars INTEGER NOT NULL DEFAULT 0,"
                        + " parent TEXT REFERENCES notes (id) ON DELETE CASCADE)");
    }

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void everyKindOfChangeIsLoggedWithItsKey() {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two')");
        notes.write("UPDATE notes SET stars = 1");
        notes.write("DELETE FROM notes WHERE id = '1'");

        assertThat(log())
                .containsExactly(
                        "notes 1 insert", "notes 2 insert", "notes 1 update", "notes 2 update", "notes 1 delete");
    }

    @Test
    void aDeleteWithoutConditionLogsEveryRow() {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two')");
        notes.write("DELETE FROM notes");

        assertThat(log()).endsWith("notes 1 delete", "notes 2 delete");
    }

    @Test
    void aRowThatReplaceEvictsThroughAnotherConstraintIsDeletedOnEveryClient() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two')");

        notes.write("INSERT OR REPLACE INTO notes (id, text) VALUES ('3', 'one')");
        notes.write("UPDATE OR REPLACE notes SET text = 'one' WHERE id = '2'");
        notes.tick();

        assertThat(rows.rows()).containsOnlyKeys("2").containsEntry("2", row("2", "one"));
    }

    @Test
    void aReplacedRowIsAChangeOfItsKey() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");

        notes.write("REPLACE INTO notes (id, text) VALUES ('1', 'two')");
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'x') ON CONFLICT (id) DO UPDATE SET text = 'three'");
        notes.tick();

        assertThat(rows.rows()).containsOnlyKeys("1").containsEntry("1", row("1", "three"));
    }

    @Test
    void aMigrationThatReplacesRowsIsCapturedToo() {
        TestClient alice = notes.connect("alice");
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two')");
        LiveRows rows = subscribe(alice, "notes");
        alice.drop();
        notes.host.evict(WebSockets.CLOSE);
        var before = notes.script.migrations;
        notes.script.migrations = steps -> {
            before.accept(steps);
            steps.step("more", "INSERT OR REPLACE INTO notes (id, text) VALUES ('3', 'one')");
        };

        alice.reconnect();

        assertThat(rows.rows()).containsOnlyKeys("2", "3");
    }

    @Test
    void aChangedKeyIsADeleteOfTheOldOne() {
        TestClient alice = notes.connect("alice");
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        LiveRows rows = subscribe(alice, "notes");

        notes.write("UPDATE notes SET id = 'first'");
        notes.tick();

        assertThat(rows.rows()).containsOnlyKeys("first");
        assertThat(log()).endsWith("notes 1 delete", "notes first insert");
    }

    @Test
    void aCascadingDeleteIsCaptured() {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        notes.write("INSERT INTO drafts (id, text, parent) VALUES ('d', 'draft', '1')");
        TestClient alice = notes.connect("alice");
        LiveRows drafts = subscribe(alice, "drafts");

        notes.write("DELETE FROM notes");
        notes.tick();

        assertThat(drafts.rows()).isEmpty();
    }

    @Test
    void whatIsRolledBackIsNotLogged() {
        notes.host.run(object -> {
            try {
                object.write(() -> {
                    object.exec("INSERT INTO notes (id, text) VALUES ('1', 'one')");
                    throw new IllegalStateException("meant");
                });
            } catch (IllegalStateException meant) {
                assertThat(meant).hasMessage("meant");
            }
        });

        assertThat(log()).isEmpty();
    }

    @Test
    void namesThatNeedQuotesAreQuoted() {
        notes.script.migrations =
                steps -> steps.step("tables", "CREATE TABLE \"order\" (\"group by\" TEXT PRIMARY KEY, \"a\"\"b\")");
        notes.script.schema = schema -> schema.collection("order", new RawCodec("group by", "a\"b"));
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "order");

        notes.write("INSERT INTO \"order\" VALUES ('1', 2)");
        notes.tick();

        assertThat(rows.row("1").entries()).containsOnlyKeys("group by", "a\"b");
    }

    @Test
    void triggersOfAnEarlierVersionAreReplaced() {
        notes.host.wake();
        String expected = trigger("_sync_capture_notes_insert");
        notes.host.evict(WebSockets.CLOSE);
        notes.host.sql().exec("DROP TRIGGER _sync_capture_notes_insert");
        notes.host.sql().exec("CREATE TRIGGER _sync_capture_notes_insert AFTER INSERT ON notes BEGIN SELECT 1; END");
        notes.host.sql().exec("CREATE TRIGGER _sync_capture_notes_old AFTER INSERT ON notes BEGIN SELECT 1; END");

        notes.host.wake();

        assertThat(trigger("_sync_capture_notes_insert")).isEqualTo(expected);
        assertThat(triggers()).doesNotContain("_sync_capture_notes_old");
    }

    @Test
    void aRenamedTableIsCapturedUnderItsNewNameOnly() {
        notes.host.wake();
        notes.host.evict(WebSockets.CLOSE);
        var before = notes.script.migrations;
        notes.script.migrations = steps -> {
            before.accept(steps);
            steps.step("rename", "ALTER TABLE notes RENAME TO papers");
        };
        notes.script.schema = schema -> schema.collection("papers", new Note.Codec());

        notes.write("INSERT INTO papers (id, text) VALUES ('1', 'one')");

        assertThat(log()).containsExactly("papers 1 insert");
        assertThat(triggers()).allMatch(name -> name.startsWith("_sync_capture_papers_"));
    }

    @Test
    void aCollectionThatIsGoneIsNoLongerCaptured() {
        notes.host.wake();
        notes.host.evict(WebSockets.CLOSE);
        notes.script.schema = schema -> schema.collection("notes", new Note.Codec());

        notes.write("INSERT INTO drafts (id, text) VALUES ('1', 'one')");

        assertThat(log()).isEmpty();
        assertThat(triggers()).allMatch(name -> name.startsWith("_sync_capture_notes_"));
    }

    @Test
    void theAuthorsOwnTriggersAreLeftAlone() {
        var before = notes.script.migrations;
        notes.script.migrations = steps -> {
            before.accept(steps);
            steps.step(
                    "own",
                    "CREATE TRIGGER xsync_capture_notes AFTER INSERT ON notes BEGIN UPDATE notes SET stars = 5"
                            + " WHERE id = NEW.id; END");
        };
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");

        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        notes.tick();

        assertThat(triggers()).contains("xsync_capture_notes");
        assertThat(rows.row("1").entries().get("stars")).isEqualTo(dev.samovar.protocol.Value.of(5));
    }

    @Test
    void anUnchangedSchemaLeavesItsTriggersAndItsLogAsTheyAre() {
        notes.host.wake();
        notes.host.evict(WebSockets.HIBERNATE);
        long lines = notes.count("SELECT COUNT(*) FROM _sync_changes");
        long rootPages = notes.count("SELECT MAX(rowid) FROM sqlite_schema");

        notes.host.wake();

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes")).isEqualTo(lines);
        assertThat(notes.count("SELECT MAX(rowid) FROM sqlite_schema")).isEqualTo(rootPages);
    }

    @Test
    void aTableThatAMigrationBuiltAnewIsSentAnew() {
        TestClient alice = notes.connect("alice");
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two')");
        LiveRows rows = subscribe(alice, "notes");
        alice.drop();
        notes.host.evict(WebSockets.CLOSE);
        var before = notes.script.migrations;
        notes.script.migrations = steps -> {
            before.accept(steps);
            steps.step(
                    "rebuild",
                    "CREATE TABLE new_notes (id TEXT PRIMARY KEY, text TEXT NOT NULL, stars INTEGER NOT NULL)",
                    "INSERT INTO new_notes SELECT id, upper(text), stars FROM notes WHERE id = '2'",
                    "DROP TABLE notes",
                    "ALTER TABLE new_notes RENAME TO notes");
        };

        alice.reconnect();

        assertThat(rows.rows()).isEqualTo(notes.table("notes")).containsOnlyKeys("2");
    }

    private List<String> log() {
        List<String> lines = new ArrayList<>();
        notes.host
                .sql()
                .exec("SELECT tbl || ' ' || key || ' ' || op FROM _sync_changes WHERE tbl <> '' ORDER BY seq")
                .toList()
                .forEach(line -> lines.add(String.valueOf(line.get(0))));
        return lines;
    }

    private List<String> triggers() {
        List<String> names = new ArrayList<>();
        notes.host
                .sql()
                .exec("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
                .toList()
                .forEach(line -> names.add(String.valueOf(line.get(0))));
        return names;
    }

    private String trigger(String name) {
        return notes.host
                .sql()
                .exec("SELECT sql FROM sqlite_schema WHERE name = ?", name)
                .one()
                .getString(0);
    }
}
