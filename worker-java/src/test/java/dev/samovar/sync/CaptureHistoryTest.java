package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Position;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.WebSockets;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.SqlCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random statements over tables with foreign keys, unique columns and triggers of the author's. From any position on,
 * the log tells which rows changed, whether they were there, what they held and which of their columns may differ.
 * {@code -Dseed=n} repeats the history of a failure.
 */
class CaptureHistoryTest {
    private static final int HISTORIES = 100;
    private static final int STEPS = 60;
    private static final int CHECKED_STATES = 12;

    private static final List<String> TABLES = List.of("notes", "items");
    private static final Map<String, List<String>> TRACKED =
            Map.of("notes", List.of("text", "stars", "extra"), "items", List.of("n", "note"));

    private static final List<String> AUTHORS_TRIGGERS = List.of(
            "CREATE TRIGGER a1 AFTER INSERT ON notes WHEN NEW.stars = 1 BEGIN"
                    + " UPDATE notes SET extra = x'01' WHERE id = NEW.id; END",
            "CREATE TRIGGER a2 AFTER UPDATE OF stars ON notes WHEN NEW.stars = 2 BEGIN"
                    + " UPDATE notes SET stars = 7, text = text || '!' WHERE id = NEW.id; END",
            "CREATE TRIGGER a3 AFTER UPDATE OF text ON notes WHEN NEW.text GLOB 'x*' BEGIN"
                    + " DELETE FROM notes WHERE id = NEW.id; END",
            "CREATE TRIGGER a4 AFTER DELETE ON items WHEN OLD.n = 3 BEGIN"
                    + " INSERT OR IGNORE INTO items (id, n) VALUES (OLD.id, 4); END",
            "CREATE TRIGGER a5 AFTER DELETE ON notes BEGIN UPDATE notes SET stars = stars + 1 WHERE id = 'k1'; END",
            "CREATE TRIGGER a6 AFTER INSERT ON items BEGIN"
                    + " INSERT OR REPLACE INTO notes (id, text, stars) VALUES ('k2', NEW.id, NEW.n); END",
            "CREATE TRIGGER a7 AFTER INSERT ON notes WHEN NEW.stars = 5 BEGIN DELETE FROM notes WHERE id = NEW.id; END",
            "CREATE TRIGGER a8 AFTER UPDATE OF id ON items BEGIN UPDATE items SET n = 9 WHERE id = NEW.id; END");

    @Test
    void theLogTellsWhatEveryRowWasAtEveryPosition() {
        String repeated = System.getProperty("seed");
        long first = repeated == null ? System.nanoTime() : Long.parseLong(repeated);
        int histories = repeated == null ? HISTORIES : 1;
        for (long seed = first; seed < first + histories; seed++) {
            new History(seed).run();
        }
    }

    /** The tables after a step. */
    private record State(Position head, Map<String, Map<String, Map<String, String>>> tables) {}

    private static final class History {
        private final Random random;
        private final String seed;
        private final List<String> trace = new ArrayList<>();
        private final List<State> states = new ArrayList<>();

        History(long seed) {
            this.seed = "seed " + seed;
            random = new Random(seed);
        }

        void run() {
            ScriptedObject.Script script = new ScriptedObject.Script();
            script.migrations = steps -> steps.step(
                    "tables",
                    "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT COLLATE NOCASE UNIQUE, stars INTEGER, extra,"
                            + " parent TEXT REFERENCES notes (id) ON DELETE CASCADE ON UPDATE CASCADE)",
                    "CREATE TABLE items (id TEXT PRIMARY KEY, n, note TEXT REFERENCES notes (id)"
                            + " ON DELETE SET NULL ON UPDATE CASCADE)");
            script.schema = schema -> {
                schema.collection("notes", new RawCodec("id", "text", "stars", "extra", "parent"));
                schema.collection("items", new RawCodec("id", "n", "note"));
            };
            try (DurableObjectHost<ScriptedObject> host = script.host()) {
                host.run(object -> {
                    LogReader reader = new LogReader(object);
                    TABLES.forEach(table ->
                            reader.capture.track(reader.table(table), Objects.requireNonNull(TRACKED.get(table))));
                    AUTHORS_TRIGGERS.forEach(trigger -> {
                        if (random.nextInt(3) == 0) {
                            trace.add(trigger);
                            object.exec(trigger);
                        }
                    });
                });
                // The author's triggers are newer than ours until the next start.
                host.evict(WebSockets.CLOSE);
                host.run(this::steps);
            }
        }

        private void steps(ScriptedObject object) {
            remember(object);
            for (int step = 0; step < STEPS; step++) {
                try {
                    object.write(() -> {
                        for (int i = random.nextInt(3); i >= 0; i--) {
                            execute(object);
                        }
                        if (random.nextInt(10) == 0) {
                            throw new IllegalStateException("rolled back");
                        }
                        return "done";
                    });
                } catch (PlatformException | IllegalStateException refused) {
                    trace.add("-- " + refused.getMessage());
                }
                remember(object);
            }
            LogReader reader = new LogReader(object);
            for (int i = 0; i < CHECKED_STATES; i++) {
                State state = states.get(random.nextInt(states.size()));
                TABLES.forEach(table -> check(reader, table, state));
            }
        }

        private void remember(ScriptedObject object) {
            LogReader reader = new LogReader(object);
            Map<String, Map<String, Map<String, String>>> tables = new HashMap<>();
            TABLES.forEach(table -> tables.put(table, reader.rows(table)));
            states.add(new State(reader.log.head(), tables));
        }

        private void execute(ScriptedObject object) {
            String statement = statement();
            trace.add(statement);
            object.exec(statement);
        }

        private String statement() {
            String or = List.of("", "OR REPLACE ", "OR IGNORE ").get(random.nextInt(3));
            return switch (random.nextInt(12)) {
                case 0, 1 ->
                    "INSERT " + or + "INTO notes (id, text, stars, extra) VALUES (" + key() + ", " + text() + ", "
                            + random.nextInt(6) + ", " + value() + ")";
                case 2 ->
                    "INSERT INTO notes (id, text) VALUES (" + key() + ", " + text()
                            + ") ON CONFLICT (id) DO UPDATE SET text = excluded.text || 'u'";
                case 3 -> "UPDATE " + or + "notes SET text = " + text() + " WHERE id = " + key();
                case 4 ->
                    "UPDATE " + or + "notes SET stars = " + random.nextInt(4) + ", extra = " + value() + " WHERE id <> "
                            + key();
                case 5 -> "UPDATE " + or + "notes SET id = " + key() + " WHERE id = " + key();
                case 6 -> "UPDATE notes SET parent = " + key() + " WHERE id = " + key();
                case 7 -> "DELETE FROM notes WHERE id = " + key();
                case 8 ->
                    "INSERT " + or + "INTO items (id, n, note) VALUES (" + key() + ", " + random.nextInt(5) + ", "
                            + (random.nextBoolean() ? "NULL" : key()) + ")";
                case 9 -> "UPDATE " + or + "items SET id = " + key() + ", n = n WHERE id = " + key();
                case 10 -> "DELETE FROM items WHERE n = " + random.nextInt(5);
                default ->
                    random.nextInt(8) == 0 ? "DELETE FROM notes" : "UPDATE notes SET stars = stars, text = upper(text)";
            };
        }

        private String key() {
            return "'k" + random.nextInt(5) + "'";
        }

        private String text() {
            return "'" + List.of("a", "A", "b", "B", "x", "c").get(random.nextInt(6)) + random.nextInt(3) + "'";
        }

        private String value() {
            return List.of("NULL", "1", "1.5", "'1'", "x'0102'", "9007199254740991")
                    .get(random.nextInt(6));
        }

        private void check(LogReader reader, String table, State then) {
            SyncedTable<?> synced = reader.table(table);
            List<String> columns = Objects.requireNonNull(TRACKED.get(table));
            assertThat(reader.log.canTellMembership(synced, columns, then.head)).isTrue();
            Map<String, Map<String, String>> before = Objects.requireNonNull(then.tables.get(table));
            Map<String, Map<String, String>> now = reader.rows(table);
            Map<String, @Nullable Map<String, String>> images = new HashMap<>();
            BeforeImages read = reader.log.before(synced, then.head);
            for (LoggedChange change : LoggedChange.of(reader.log.since(then.head))) {
                if (change.table().equals(table)) {
                    String key = change.key();
                    images.put(key, LogReader.imageOf(change, read, columns));
                    assertThat(images.get(key)).as(why(then, key)).isEqualTo(only(before.get(key), columns));
                    checkMask(synced, change, before.get(key), now.get(key), why(then, key));
                }
            }
            before.forEach((key, row) -> {
                if (!images.containsKey(key)) {
                    assertThat(now.get(key)).as(why(then, key)).isEqualTo(row);
                }
            });
            assertThat(images.keySet()).as(why(then, "?")).containsAll(added(before, now));
            assertThat(imagesOfCatchUp(reader, synced, then.head, columns))
                    .as(why(then, "?"))
                    .isEqualTo(images);
        }

        private static List<String> added(Map<String, ?> before, Map<String, ?> now) {
            List<String> added = new ArrayList<>(now.keySet());
            added.removeAll(before.keySet());
            return added;
        }

        private static void checkMask(
                SyncedTable<?> table,
                LoggedChange change,
                @Nullable Map<String, String> before,
                @Nullable Map<String, String> now,
                String why) {
            if (before != null && now != null) {
                for (int i = 0; i < table.columns().size(); i++) {
                    String column = table.columns().get(i);
                    if (!Objects.equals(before.get(column), now.get(column))) {
                        assertThat(change.changed().contains(i))
                                .as(why + " " + column)
                                .isTrue();
                    }
                }
            }
        }

        private static Map<String, @Nullable Map<String, String>> imagesOfCatchUp(
                LogReader reader, SyncedTable<?> table, Position since, List<String> columns) {
            Map<String, @Nullable Map<String, String>> images = new HashMap<>();
            SqlCursor cursor = reader.log.changedRows(table, since, columns);
            int width = table.columns().size();
            Set<String> undecided = new HashSet<>();
            while (cursor.next()) {
                Map<String, String> image = new HashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    image.put(columns.get(i), LogReader.text(cursor.get(width + 2 + i)));
                }
                String key = cursor.getString(cursor.isNull(width) ? 0 : width);
                String op = cursor.isNull(width + 1) ? "insert" : cursor.getString(width + 1);
                if (!images.containsKey(key)) {
                    images.put(key, op.equals("insert") ? null : image);
                    if (op.equals("update")) {
                        undecided.add(key);
                    }
                } else if (undecided.contains(key) && !op.equals("update")) {
                    undecided.remove(key);
                    // An insert before any delete: there was no row.
                    images.computeIfPresent(key, (same, was) -> op.equals("insert") ? null : was);
                    images.putIfAbsent(key, null);
                }
            }
            return images;
        }

        private static @Nullable Map<String, String> only(@Nullable Map<String, String> row, List<String> columns) {
            if (row == null) {
                return null;
            }
            Map<String, String> part = new HashMap<>(row);
            part.keySet().retainAll(columns);
            return part;
        }

        private String why(State then, String key) {
            return seed + ", row " + key + " since " + then.head + "\n" + String.join("\n", trace);
        }
    }
}
