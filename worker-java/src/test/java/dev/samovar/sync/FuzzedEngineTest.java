package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Handshake;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Message;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.RecordingConsole;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.TestSocket;
import dev.samovar.testkit.WebSockets;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Attackers of both profiles and of two users send what no client sends, to an object whose other clients just want to
 * work. Every request is answered or its socket closed; after each round the others see what is in the tables, the
 * database is whole, and nothing is left of what ended. {@code -Dseed=n} repeats the rounds of a failure.
 */
class FuzzedEngineTest {
    private static final int FRAMES = 60_000;
    private static final int FRAMES_PER_ROUND = 3_000;
    private static final List<String> COLLECTIONS = List.of("notes", "order", "drafts");
    /** Of a table whose columns have every affinity, and names that have to be quoted. */
    private static final RawCodec ORDERS = new RawCodec("id", "done", "big", "a\"b", "c'd", "any")
            .typed(Map.of("done", ColumnType.BOOLEAN, "big", ColumnType.BIGINT));

    private static final List<String> COLUMNS = List.of("id", "text", "stars", "done", "big", "a\"b", "c'd", "any");

    private final Notes notes = new Notes();
    private final Map<String, LiveRows> watched = new LinkedHashMap<>();
    private final long seed = Seeds.seed();
    private final Random random = new Random(seed);
    private final FrameFuzzer fuzzer = new FrameFuzzer(random, COLLECTIONS, COLUMNS);
    private final List<Attacker> attackers = new ArrayList<>();
    private int probes;

    @Test
    void everyRequestIsAnsweredAndNobodyElseIsHarmed() {
        prepare();
        TestClient witness = notes.connect("witness");
        TestClient other = TestClient.connect(notes.host, "other", Profile.SAMOVAR_1);
        watch(witness, "witness");
        watch(other, "other");
        List.of("mallory", "mallory", "o'brien\\\"", "mallory")
                .forEach(user -> attackers.add(new Attacker(user, attackers.size() % 2 == 0)));
        int sent = 0;
        try {
            while (sent < Seeds.cases(FRAMES)) {
                for (int i = 0; i < FRAMES_PER_ROUND; i++, sent++) {
                    fuzzer.values.pick(attackers).attack();
                    if (i % 100 == 0) {
                        notes.tick();
                        receive();
                    }
                }
                check(witness);
                check(other);
                maybeEnd();
            }
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("-Dseed=" + seed + ", frame " + sent, failure);
        }
        notes.close();
    }

    private void prepare() {
        var before = notes.script.migrations;
        notes.script.migrations = steps -> {
            before.accept(steps);
            steps.step(
                    "order",
                    "CREATE TABLE \"order\" (id TEXT PRIMARY KEY, done BOOLEAN, big INTEGER, \"a\"\"b\" TEXT,"
                            + " \"c'd\" REAL, any, doubled AS (any || any))");
        };
        notes.more = schema -> {
            schema.collection("order", ORDERS)
                    .insert(rule -> rule.execute(InsertContext::insertRow))
                    .update(rule -> rule.execute(UpdateContext::updateRow))
                    .delete(rule -> rule.execute(DeleteContext::deleteRow));
            schema.command("echo", (Value args) -> args, call -> call.args() == null ? Value.NULL : call.args());
        };
    }

    private void watch(TestClient client, String name) {
        for (String collection : COLLECTIONS) {
            watched.put(name + " " + collection, client.subscribe(collection));
            LiveRows some =
                    client.subscribe(Selection.of(collection).where(Filters.compare("gt", "id", Value.of("k"))));
            watched.put(name + " some " + collection, some);
        }
    }

    private void receive() {
        watched.values().forEach(LiveRows::isCaughtUp);
    }

    private void maybeEnd() {
        if (random.nextInt(3) == 0) {
            notes.host.evict(WebSockets.HIBERNATE);
        }
        notes.host.run(object -> object.write("DELETE FROM notes WHERE id > 'k2'"));
        notes.host.run(object -> object.write("DELETE FROM \"order\" WHERE id > 'k2'"));
        notes.host.run(object -> object.write("DELETE FROM drafts"));
        notes.tick();
    }

    /** What must hold whatever was sent. */
    private void check(TestClient client) {
        notes.tick();
        notes.tick();
        String key = "probe" + ++probes;
        LiveRows rows = client.subscribe(Selection.of("notes").where(Filters.compare("eq", "text", Value.of(key))));
        assertThat(client.insert("notes", key, note(key)).isCommitted()).isTrue();
        assertThat(rows.rows()).containsOnlyKeys(key);
        assertThat(client.fetch(rows.selection()).rows()).hasSize(1);
        assertThat(client.delete("notes", key).isCommitted()).isTrue();
        assertThat(rows.rows()).isEmpty();
        client.unsubscribe(rows);
        watched.forEach((name, live) -> assertThat(live.isCaughtUp()).as(name).isTrue());
        watched.forEach((name, live) -> {
            String filter = live.selection().where() == null ? "" : " WHERE id > 'k'";
            List<String> keys = notes
                    .host
                    .sql()
                    .exec("SELECT id FROM " + Sql.quote(live.selection().collection()) + filter)
                    .toList()
                    .stream()
                    .map(row -> (String) row.get(0))
                    .toList();
            assertThat(live.rows().keySet()).as(name).containsExactlyInAnyOrderElementsOf(keys);
        });
        checkDatabase();
        assertThat(notes.host.uncaught()).isEmpty();
        assertThat(errors()).isEmpty();
        notes.host.console().clear();
        client.frames();
    }

    /** What the object calls broken. */
    private Set<String> errors() {
        Set<String> errors = new TreeSet<>();
        for (RecordingConsole.Line line : notes.host.console().lines()) {
            if (line.level() == RecordingConsole.Level.ERROR) {
                errors.add(line.message() + " " + line.throwable());
            }
        }
        return errors;
    }

    private void checkDatabase() {
        assertThat(notes.host.sql().exec("PRAGMA quick_check").one().getString(0))
                .isEqualTo("ok");
        for (String table : COLLECTIONS) {
            String images = "_sync_before_" + table;
            if (notes.count("SELECT COUNT(*) FROM sqlite_master WHERE name = '" + images + "'") > 0) {
                assertThat(notes.count("SELECT COUNT(*) FROM " + images
                                + " WHERE _sync_seq NOT IN (SELECT seq FROM _sync_changes)"))
                        .isZero();
            }
        }
        assertThat(notes.count("SELECT COUNT(DISTINCT session) FROM _sync_subscriptions"))
                .isLessThanOrEqualTo(attackers.size() + 2L);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions"))
                .isLessThanOrEqualTo(
                        watched.size() + (long) attackers.size() * SyncLimits.MAX_SUBSCRIPTIONS_PER_SOCKET);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_tracked")).isLessThanOrEqualTo(14);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_jobs")).isZero();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_effects")).isZero();
    }

    /** A connection that is opened again whenever it was closed. */
    private final class Attacker {
        private final String user;
        private final boolean isSamovar;
        /** Also if a random frame was a hello, and the first. */
        private boolean isGreeted;

        private TestSocket socket;

        Attacker(String user, boolean isSamovar) {
            this.user = user;
            this.isSamovar = isSamovar;
            this.socket = open();
        }

        private TestSocket open() {
            String claims = notes.host.runtime().json().stringify(Map.of("sub", user));
            Headers headers = new Headers()
                    .set("sec-websocket-protocol", Handshake.SUBPROTOCOL)
                    .set(
                            Handshake.CLAIMS_HEADER,
                            Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(claims.getBytes(StandardCharsets.UTF_8)));
            TestSocket opened = notes.host.connect(Request.of("GET", "https://object.test/", headers, null));
            isGreeted = isSamovar;
            if (isSamovar) {
                MessagePackWriter hello = new MessagePackWriter();
                FrameWriter.write(new ClientFrame.Hello(1, null), hello);
                opened.send(hello.toByteArray());
                opened.drain();
            }
            return opened;
        }

        void attack() {
            if (!socket.isOpen()) {
                socket = open();
            }
            if (fuzzer.values.chance(4_000)) {
                socket.send(new byte[(1 << 20) + 1]);
                assertThat(socket.closeCode()).isEqualTo(isGreeted ? (Integer) 1009 : null);
            } else if (fuzzer.values.chance(500)) {
                socket.send(((Value.Text) fuzzer.values.text()).value() + " ");
                assertThat(socket.closeCode()).isEqualTo(isGreeted ? (Integer) 1007 : null);
            } else {
                byte[] frame = fuzzer.frame();
                socket.drain();
                socket.send(frame);
                checkAnswer(frame);
            }
        }

        private void checkAnswer(byte[] frame) {
            List<ServerFrame> answers = new ArrayList<>();
            for (Message message : socket.drain()) {
                answers.add(read(message.bytes()));
            }
            answers.forEach(this::hear);
            if (!(FrameReader.clientFrame(frame, Limits.SERVER_INBOUND) instanceof Decoding.Ok<ClientFrame> ok)) {
                assertThat(socket.closeCode()).isEqualTo(isGreeted ? (Integer) 1007 : null);
                return;
            }
            if (!socket.isOpen()) {
                assertThat(isGreeted).isTrue();
                assertThat(socket.closeCode()).isIn(1007, 1013);
                return;
            }
            String id = requestId(ok.value());
            if (id != null && id.length() <= SyncLimits.MAX_ID_CHARS) {
                assertThat(answers).as("answers to %s", ok.value()).anyMatch(answer -> isAnswer(answer, id));
            }
        }

        /** Remembers what can be sent back where it does not belong. */
        private void hear(ServerFrame answer) {
            if (fuzzer.heard.size() > 40) {
                fuzzer.heard.remove(random.nextInt(40));
            }
            isGreeted |= answer instanceof ServerFrame.Welcome;
            if (answer instanceof ServerFrame.Live live) {
                fuzzer.heard.add(live.epoch());
                fuzzer.heard.add(live.seq().toString());
            } else if (answer instanceof ServerFrame.Chunk chunk && chunk.next() instanceof Value.Text next) {
                fuzzer.heard.add(next.value());
            }
        }
    }

    private static ServerFrame read(byte[] bytes) {
        if (FrameReader.serverFrame(bytes, Limits.CLIENT_INBOUND) instanceof Decoding.Ok<ServerFrame> ok) {
            return ok.value();
        }
        throw new AssertionError("The object has sent what no client can read.");
    }

    private static @Nullable String requestId(ClientFrame frame) {
        if (frame instanceof ClientFrame.Sub sub) {
            return sub.subId();
        }
        if (frame instanceof ClientFrame.Mut mut) {
            return mut.txId();
        }
        if (frame instanceof ClientFrame.Call call) {
            return call.txId();
        }
        return frame instanceof ClientFrame.Fetch fetch ? fetch.fetchId() : null;
    }

    private static boolean isAnswer(ServerFrame answer, String id) {
        if (answer instanceof ServerFrame.Flush flush) {
            return flush.done().stream().anyMatch(done -> done.txId().equals(id));
        }
        return id.equals(idOf(answer));
    }

    private static @Nullable String idOf(ServerFrame answer) {
        return switch (answer.kind()) {
            case SUB_ERROR -> ((ServerFrame.SubError) answer).sub();
            case SNAP_END -> ((ServerFrame.SnapEnd) answer).sub();
            case UP_TO_DATE -> ((ServerFrame.UpToDate) answer).sub();
            case BEGIN -> ((ServerFrame.Begin) answer).sub();
            case CHUNK -> ((ServerFrame.Chunk) answer).sub();
            case LIVE -> ((ServerFrame.Live) answer).sub();
            case COMMITTED -> ((ServerFrame.Committed) answer).txId();
            case REJECTED -> ((ServerFrame.Rejected) answer).txId();
            case PAGE -> ((ServerFrame.Page) answer).fetchId();
            case PAGE_ERROR -> ((ServerFrame.PageError) answer).fetchId();
            default -> null;
        };
    }
}
