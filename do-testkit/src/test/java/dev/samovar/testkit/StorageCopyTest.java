package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.workers.Request;
import dev.samovar.workers.SqlCursor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageCopyTest {
    private static final Request ROOM = Request.get("https://object.test/");

    private final ScriptedObject.Script script = new ScriptedObject.Script();

    StorageCopyTest() {
        script.onStart = object -> object.sql().exec("CREATE TABLE IF NOT EXISTS t (a INTEGER)");
        script.onAlarm = (object, info) -> object.note("alarm");
    }

    private static void insert(DurableObjectHost<ScriptedObject> host, int value) {
        host.run(object -> object.sql().exec("INSERT INTO t VALUES (?)", value));
    }

    private static List<Long> values(DurableObjectHost<ScriptedObject> host) {
        List<Long> values = new ArrayList<>();
        host.run(object -> {
            SqlCursor cursor = object.sql().exec("SELECT a FROM t ORDER BY a");
            while (cursor.next()) {
                values.add(cursor.getLong(0));
            }
        });
        return values;
    }

    @Test
    void restoredObjectHasWhatItHadAndNotWhatCameAfter() {
        try (var host = script.host()) {
            insert(host, 1);
            StorageCopy copy = host.copyStorage();
            insert(host, 2);
            host.run(object -> object.sql().exec("CREATE TABLE later (b)"));

            host.restoreStorage(copy, WebSockets.HIBERNATE);

            assertThat(host.isAwake()).isFalse();
            assertThat(values(host)).containsExactly(1L);
            assertThat(host.<Long>call(object -> object.sql()
                            .exec("SELECT count(*) FROM sqlite_schema WHERE name = 'later'")
                            .one()
                            .getLong(0)))
                    .isZero();

            insert(host, 3);
            host.evict(WebSockets.HIBERNATE);
            assertThat(values(host)).containsExactly(1L, 3L);
        }
    }

    @Test
    void copyIsRestoredAsOftenAsWanted() {
        try (var host = script.host()) {
            insert(host, 1);
            StorageCopy copy = host.copyStorage();
            for (int i = 0; i < 3; i++) {
                insert(host, 2);
                host.restoreStorage(copy, WebSockets.HIBERNATE);
                assertThat(values(host)).containsExactly(1L);
            }
        }
    }

    @Test
    void copyMayBecomeAnotherObject() {
        try (var host = script.host();
                var other = script.host()) {
            insert(host, 1);
            insert(other, 2);

            other.restoreStorage(host.copyStorage(), WebSockets.CLOSE);
            insert(host, 3);

            assertThat(values(other)).containsExactly(1L);
        }
    }

    @Test
    void databaseInAFileIsRestoredInTheFile(@TempDir Path directory) {
        Path file = directory.resolve("room.sqlite");
        try (var host = DurableObjectHost.<ScriptedObject>builder(script::object)
                .file(file)
                .start()) {
            insert(host, 1);
            StorageCopy copy = host.copyStorage();
            insert(host, 2);
            host.restoreStorage(copy, WebSockets.CLOSE);
        }
        try (var host = DurableObjectHost.<ScriptedObject>builder(script::object)
                .file(file)
                .start()) {
            assertThat(values(host)).containsExactly(1L);
        }
    }

    @Test
    void alarmIsRestoredWithTheRest() {
        try (var host = script.host()) {
            long due = host.clock().millis() + 10_000;
            host.run(object -> object.storage().setAlarm(due));
            StorageCopy copy = host.copyStorage();
            host.runAlarm();
            assertThat(host.alarmMillis()).isNull();

            host.restoreStorage(copy, WebSockets.HIBERNATE);

            assertThat(host.alarmMillis()).isEqualTo(due);
            host.clock().advance(Duration.ZERO);
            assertThat(script.notes).containsExactly("alarm", "alarm");
        }
    }

    @Test
    void wipedObjectHasNothingAndNoAlarm() {
        try (var host = script.host()) {
            insert(host, 1);
            host.run(object -> object.storage().setAlarm(host.clock().millis() + 10_000));

            host.wipeStorage(WebSockets.HIBERNATE);

            assertThat(host.alarmMillis()).isNull();
            assertThat(values(host)).isEmpty();
            host.clock().advance(Duration.ofMinutes(1));
            assertThat(script.notes).isEmpty();
        }
    }

    @Test
    void socketsHibernateOrCloseAsTheTestSays() {
        try (var host = script.host()) {
            TestSocket sleeping = host.connect(ROOM);
            StorageCopy copy = host.copyStorage();

            host.restoreStorage(copy, WebSockets.HIBERNATE);
            sleeping.send("still there?");
            assertThat(sleeping.drainTexts()).containsExactly("echo:still there?");

            host.wipeStorage(WebSockets.CLOSE);
            assertThat(sleeping.closeCode()).isEqualTo(1006);
        }
    }
}
