package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a returning client is told from. */
class ChangeLogTest {
    private final Notes notes = new Notes();

    @BeforeEach
    void someRowsOfTwoTables() {
        notes.host.run(object -> {
            LogReader reader = new LogReader(object);
            reader.capture.track(reader.table("notes"), List.of("text", "stars"));
        });
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two'), ('3', 'three'), ('4', 'four')");
        notes.write("INSERT INTO drafts (id, text) VALUES ('1', 'draft')");
    }

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void eachChangedRowIsToldAsItIsAndAsItWas() {
        Position since = head();
        notes.write("UPDATE notes SET text = 'uno' WHERE id = '1'");
        notes.write("UPDATE notes SET text = 'due' WHERE id = '2'");
        notes.write("DELETE FROM notes WHERE id = '2'");
        notes.write("INSERT INTO notes (id, text) VALUES ('5', 'five')");
        notes.write("UPDATE notes SET stars = 5 WHERE id = '5'");
        notes.write("DELETE FROM notes WHERE id = '3'");
        notes.write("INSERT INTO notes (id, text) VALUES ('3', 'tre')");
        notes.write("INSERT INTO notes (id, text) VALUES ('6', 'six')");
        notes.write("DELETE FROM notes WHERE id = '6'");
        notes.write("UPDATE drafts SET stars = 1");

        assertThat(catchUp(since, List.of("text", "stars")))
                .containsExactly(
                        "1 [1, uno, 0.0] was [one, 0.0]",
                        "2 [null, null, null] was [two, 0.0]",
                        "5 [5, five, 5.0]",
                        "3 [3, tre, 0.0] was [three, 0.0]",
                        "6 [null, null, null]");
        assertThat(catchUp(since, List.of())).contains("1 [1, uno, 0.0] was []", "6 [null, null, null]");
        assertThat(catchUp(head(), List.of("text"))).isEmpty();
    }

    @Test
    void catchUpCostsByTheLinesSinceThePositionAndNotByTheSizeOfLogOrTable() {
        for (String statement : List.of("", "ANALYZE")) {
            if (!statement.isEmpty()) {
                notes.host.run(object -> object.exec(statement));
            }
            String own = plan(ChangeLog.changedRowsSql(table(), List.of()));
            String withImages = plan(ChangeLog.changedRowsSql(table(), List.of("text", "stars")));

            assertThat(own)
                    .contains("SEARCH c USING INTEGER PRIMARY KEY (rowid>?)")
                    .contains("SEARCH t USING INDEX sqlite_autoindex_notes_1 (id=?)")
                    .doesNotContain("SCAN t", "SCAN c");
            assertThat(withImages)
                    .contains("SEARCH c USING INTEGER PRIMARY KEY (rowid>?)")
                    .contains("SEARCH b USING INTEGER PRIMARY KEY (rowid=?)")
                    .contains("SEARCH t USING INDEX sqlite_autoindex_notes_1 (id=?)")
                    .doesNotContain("SCAN t", "SCAN b", "SCAN c");
        }
    }

    @Test
    void imagesAreFoundInAnyOrder() {
        Position since = head();
        for (int i = 0; i < 100; i++) {
            notes.write("UPDATE notes SET stars = stars + 1 WHERE id = '1'");
            notes.write("UPDATE drafts SET stars = stars + 1");
        }
        notes.host.run(object -> {
            LogReader reader = new LogReader(object);
            BeforeImages before = reader.log.before(reader.table("notes"), since);
            int stars = before.column("stars");
            assertThat(before.size()).isEqualTo(100);
            for (int i : new int[] {0, 1, 2, 99, 50, 51, 3, 0}) {
                int line = before.line(new Position(since.value() + 1 + (2L * i)));
                assertThat(before.value(line, stars)).isEqualTo((double) i);
                assertThat(before.line(new Position(since.value() + 2 + (2L * i))))
                        .isEqualTo(-1);
            }
            assertThat(before.line(since)).isEqualTo(-1);
            assertThat(before.column("id")).isEqualTo(-1);
            assertThat(reader.log.before(reader.table("drafts"), since)).isSameAs(BeforeImages.NONE);
            assertThat(BeforeImages.NONE.line(since)).isEqualTo(-1);
        });
    }

    private SyncedTable<?> table() {
        return notes.host.call(object -> new LogReader(object).table("notes"));
    }

    private String plan(String query) {
        return notes.host.call(object ->
                object.exec("EXPLAIN QUERY PLAN " + query, "notes", 0).toList().toString());
    }

    private List<String> catchUp(Position since, List<String> columns) {
        return notes.host.call(object -> {
            LogReader reader = new LogReader(object);
            SyncedTable<?> notes = reader.table("notes");
            SqlCursor cursor = reader.log.changedRows(notes, since, columns);
            List<String> rows = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            while (cursor.next()) {
                // A line without a row has the key itself.
                String key = cursor.isNull(0) ? cursor.getString(3) : cursor.getString(0);
                if (!seen.add(key)) {
                    continue;
                }
                List<String> row = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    row.add(String.valueOf(cursor.get(i)));
                }
                List<String> was = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    was.add(String.valueOf(cursor.get(5 + i)));
                }
                rows.add(key + " " + row + (cursor.isNull(4) ? "" : " was " + was));
            }
            return rows;
        });
    }

    private Position head() {
        return notes.host.call(object -> new LogReader(object).log.head());
    }
}
