package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.CrashPoint;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import dev.samovar.workers.PlatformException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random histories of several clients whose connections drop and whose object sleeps and dies. After quiet every client
 * shows the table, and every write happened as often as was said of it. {@code -Dseed=n} repeats the history of a
 * failure.
 */
class EngineHistoryTest {
    private static final int HISTORIES = 150;
    private static final int STEPS = 80;
    private static final int CLIENTS = 3;
    private static final int KEYS = 8;

    @Test
    void everyClientEndsWithTheTableAndEveryWriteHappenedOnce() {
        String repeated = System.getProperty("seed");
        long first = repeated == null ? System.nanoTime() : Long.parseLong(repeated);
        int histories = repeated == null ? HISTORIES : 1;
        for (long seed = first; seed < first + histories; seed++) {
            try (History history = new History(seed)) {
                history.run();
            }
        }
    }

    private static final class History implements AutoCloseable {
        private final Notes notes = new Notes();
        private final Random random;
        private final String seed;
        private final List<TestClient> clients = new ArrayList<>();
        private final Map<TestClient, List<LiveRows>> views = new LinkedHashMap<>();
        private final List<WriteOutcome> appends = new ArrayList<>();
        private int appended;

        History(long seed) {
            this.seed = "seed " + seed;
            random = new Random(seed);
            notes.more = schema -> schema.command("append", (String done) -> Value.of(done), call -> {
                // Counts its runs: a command that ran twice would show.
                call.sql().exec("UPDATE notes SET stars = stars + 1 WHERE id = 'counter'");
                return "done";
            });
            notes.host.run(object -> object.exec("INSERT INTO notes (id, text) VALUES ('counter', '')"));
            for (int i = 0; i < CLIENTS; i++) {
                TestClient client = notes.connect("user" + i);
                clients.add(client);
                views.put(client, List.of(client.subscribe("notes"), client.subscribe("drafts")));
            }
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                try {
                    step();
                } catch (PlatformException died) {
                    assertThat(died).as(seed).hasMessageContaining("has crashed");
                }
            }
            quiet();
            views.forEach((client, rows) -> {
                assertThat(rows.get(0).rows()).as(seed).isEqualTo(notes.table("notes"));
                assertThat(rows.get(1).rows()).as(seed).isEqualTo(notes.table("drafts"));
            });
            assertThat(appends).as(seed).allMatch(WriteOutcome::isCommitted);
            assertThat(notes.count("SELECT stars FROM notes WHERE id = 'counter'"))
                    .as(seed)
                    .isEqualTo(appended);
        }

        private void step() {
            TestClient client = clients.get(random.nextInt(CLIENTS));
            String key = "k" + random.nextInt(KEYS);
            switch (random.nextInt(14)) {
                case 0, 1 -> open(client).insert("notes", key, note("text " + random.nextInt()));
                case 2, 3 -> open(client).update("notes", key, Map.of("stars", random.nextInt(100)));
                case 4 -> open(client).delete("notes", key);
                case 5 -> open(client).insert("drafts", key, note("draft"));
                case 6 -> append(open(client));
                case 7 -> notes.write("INSERT OR REPLACE INTO drafts (id, text) VALUES (?, 'replaced')", key);
                case 8 -> notes.host.run(object -> object.exec("DELETE FROM drafts WHERE id = ?", key));
                case 9 -> notes.tick();
                case 10 -> drop(client);
                case 11 -> client.reconnect();
                case 12 -> notes.host.evict(sockets());
                default -> notes.host.crash(CrashPoint.beforeStatement(1 + random.nextInt(30)), sockets());
            }
        }

        private void append(TestClient client) {
            appends.add(client.call("append"));
            appended++;
        }

        /** A client that notices a lost connection only when it writes. */
        private static TestClient open(TestClient client) {
            if (!client.socket().isOpen()) {
                client.reconnect();
            }
            return client;
        }

        private static void drop(TestClient client) {
            if (client.socket().isOpen()) {
                client.drop();
            }
        }

        private WebSockets sockets() {
            return random.nextBoolean() ? WebSockets.HIBERNATE : WebSockets.CLOSE;
        }

        /** Everyone is back, everything was answered, and two ticks have passed without a fault. */
        private void quiet() {
            notes.host.crash(CrashPoint.beforeStatement(Integer.MAX_VALUE), WebSockets.CLOSE);
            notes.host.evict(WebSockets.CLOSE);
            for (int round = 0; round < 3; round++) {
                clients.forEach(TestClient::reconnect);
                notes.write("UPDATE drafts SET stars = stars");
                notes.tick();
            }
        }

        @Override
        public void close() {
            notes.host.uncaught();
            notes.close();
        }
    }
}
