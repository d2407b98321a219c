package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashTest {
    private static final Request ROOM = Request.get("https://object.test/room");

    private final ScriptedObject.Script script = new ScriptedObject.Script();

    CrashTest() {
        script.onStart = object -> object.sql().exec("CREATE TABLE IF NOT EXISTS t (a TEXT)");
        script.onMessage = (object, socket, message) -> {
            socket.send("started");
            object.storage().transactionSync(() -> {
                object.sql().exec("INSERT INTO t VALUES ('1')");
                socket.send("wrote one");
                object.sql().exec("INSERT INTO t VALUES ('2')");
                object.sql().exec("INSERT INTO t VALUES ('3')");
                return true;
            });
            socket.send("wrote all");
        };
    }

    private static long rows(DurableObjectHost<?> host) {
        return host.sql().exec("SELECT count(*) FROM t").one().getLong(0);
    }

    @Test
    void aCrashAtAnyStatementLeavesAllOrNothing() {
        List<Long> rowsAfterCrash = new ArrayList<>();
        boolean hasCrashed = true;
        for (int n = 1; hasCrashed; n++) {
            try (var host = script.host()) {
                TestSocket socket = host.connect(ROOM);
                Crash crash = host.crash(CrashPoint.beforeStatement(n), WebSockets.HIBERNATE);

                socket.send("go");

                hasCrashed = crash.hasHappened();
                assertThat(socket.isOpen()).isTrue();
                assertThat(socket.drainTexts())
                        .isEqualTo(hasCrashed ? List.of() : List.of("started", "wrote one", "wrote all"));
                rowsAfterCrash.add(rows(host));
            }
        }

        assertThat(rowsAfterCrash).containsExactly(0L, 0L, 0L, 3L);
    }

    @Test
    void aCrashBeforeTheCommitLosesTheWritesAndTheMessages() {
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            Crash crash = host.crash(CrashPoint.beforeCommit(1), WebSockets.CLOSE);

            socket.send("go");

            assertThat(crash.hasHappened()).isTrue();
            assertThat(rows(host)).isZero();
            assertThat(socket.drain()).isEmpty();
            assertThat(socket.closeCode()).isEqualTo(1006);
        }
    }

    @Test
    void aCrashAfterTheCommitKeepsTheWritesAndLosesTheMessages() {
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            host.crash(CrashPoint.afterCommit(1), WebSockets.HIBERNATE);

            socket.send("go");

            assertThat(rows(host)).isEqualTo(3);
            assertThat(socket.drain()).isEmpty();

            socket.send("again");
            assertThat(rows(host)).isEqualTo(6);
            assertThat(socket.drainTexts()).hasSize(3);
            assertThat(host.wakes()).isEqualTo(2);
        }
    }

    @Test
    void readingTurnsAreNoCommits() {
        script.onMessage = (object, socket, message) -> {
            if (message.equals("write")) {
                object.sql().exec("INSERT INTO t VALUES ('1')");
            }
            socket.send(object.sql().exec("SELECT count(*) FROM t").one().getLong(0) + "");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            Crash crash = host.crash(CrashPoint.beforeCommit(2), WebSockets.HIBERNATE);

            socket.send("read");
            socket.send("write");
            socket.send("read");
            assertThat(crash.hasHappened()).isFalse();
            socket.send("write");

            assertThat(crash.hasHappened()).isTrue();
            assertThat(socket.drainTexts()).containsExactly("0", "1", "1");
        }
    }

    @Test
    void theCallerOfARequestHearsOfTheCrash() {
        script.onFetch = (object, request) -> {
            object.sql().exec("INSERT INTO t VALUES ('1')");
            return Response.text(200, "done");
        };
        try (var host = script.host()) {
            host.wake();
            for (CrashPoint point :
                    List.of(CrashPoint.beforeStatement(1), CrashPoint.beforeCommit(1), CrashPoint.afterCommit(1))) {
                host.crash(point, WebSockets.HIBERNATE);
                assertThatThrownBy(() -> host.fetch(ROOM))
                        .isInstanceOf(PlatformException.class)
                        .hasMessageContaining("crash " + point);
                host.wake();
            }

            assertThat(rows(host)).isEqualTo(1);
            assertThat(host.fetch(ROOM).status()).isEqualTo(200);
        }
    }

    @Test
    void codeThatHoldsTheErrorBackStillDoesNothingMore() {
        script.onMessage = (object, socket, message) -> {
            try {
                object.sql().exec("INSERT INTO t VALUES ('1')");
            } catch (Throwable held) {
                object.note("held");
                socket.send("alive?");
            }
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            host.crash(CrashPoint.beforeStatement(1), WebSockets.HIBERNATE);

            socket.send("go");

            assertThat(script.notes).containsExactly("held");
            assertThat(socket.drain()).isEmpty();
            assertThat(host.isAwake()).isFalse();
        }
    }

    @Test
    void handlersThatWaitDieWithTheObject() {
        Gate gate = new Gate();
        script.onMessage = (object, socket, message) -> {
            if (message.equals("wait")) {
                object.sql().exec("INSERT INTO t VALUES ('before')");
                socket.send("waiting");
                gate.await();
                object.note("went on");
            }
            object.sql().exec("INSERT INTO t VALUES ('lost')");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);
            socket.send("wait");
            host.crash(CrashPoint.beforeStatement(1), WebSockets.HIBERNATE);

            socket.send("die");
            gate.open();

            assertThat(script.notes).isEmpty();
            assertThat(socket.drainTexts()).containsExactly("waiting");
            assertThat(rows(host)).isEqualTo(1);
        }
    }

    @Test
    void aSocketThatNoClientHoldsYetDiesWithTheObject() {
        script.onStart = object -> {};
        try (var host = script.host()) {
            host.wake();
            host.crash(CrashPoint.beforeStatement(1), WebSockets.HIBERNATE);
            script.onFetch = (object, request) -> {
                var pair = object.state().globalScope().newWebSocketPair();
                object.state().acceptWebSocket(pair.server());
                object.sql().exec("SELECT 1");
                return Response.webSocket(pair.client(), new dev.samovar.workers.Headers());
            };

            assertThatThrownBy(() -> host.fetch(ROOM)).isInstanceOf(PlatformException.class);

            assertThat(host.<Integer>call(
                            object -> object.state().getWebSockets().size()))
                    .isZero();
        }
    }

    @Test
    void aCommitThatSqliteRefusesResetsTheObject() {
        script.onMessage = (object, socket, message) -> {
            object.sql()
                    .exec(
                            "CREATE TABLE p (id INTEGER PRIMARY KEY);"
                                    + " CREATE TABLE c (p REFERENCES p DEFERRABLE INITIALLY DEFERRED); INSERT INTO c VALUES (7)");
            socket.send("after");
        };
        try (var host = script.host()) {
            TestSocket socket = host.connect(ROOM);

            socket.send("go");

            assertThat(socket.drain()).isEmpty();
            assertThat(socket.closeCode()).isEqualTo(1006);
            assertThat(host.uncaught()).singleElement().asString().contains("FOREIGN KEY constraint failed");
            assertThat(host.sql()
                            .exec("SELECT count(*) FROM sqlite_schema WHERE name = 'c'")
                            .one()
                            .getLong(0))
                    .isZero();
        }
    }

    @Test
    void pointsAreCountedFromOne() {
        assertThatThrownBy(() -> CrashPoint.beforeStatement(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
