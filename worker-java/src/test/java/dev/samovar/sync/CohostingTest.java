package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Handshake;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.TestSocket;
import dev.samovar.testkit.WebSockets;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocketPair;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application does beside sync in the same object. */
class CohostingTest {
    private static final Request PLAIN = Request.get("https://object.test/chatter");

    private final Notes notes = new Notes();
    private final List<String> heard = new ArrayList<>();

    CohostingTest() {
        notes.script.fetch = CohostingTest::own;
        notes.script.foreign = (socket, what) -> {
            heard.add(what);
            if (!what.startsWith("close") && !what.startsWith("error")) {
                socket.send("echo " + what);
            }
        };
    }

    @AfterEach
    void close() {
        notes.close();
    }

    private static @Nullable Response own(ScriptedObject object, Request request) {
        if (request.url().pathname().equals("/chatter")) {
            WebSocketPair pair = object.state().globalScope().newWebSocketPair();
            object.state().acceptWebSocket(pair.server(), "chatter");
            return Response.webSocket(pair.client(), new Headers());
        }
        return request.url().pathname().equals("/health") ? Response.text(200, "well") : null;
    }

    private static Request as(String subject) {
        String claims = "{\"sub\":\"" + subject + "\"}";
        return Request.of(
                "GET",
                "https://object.test/page",
                new Headers()
                        .set(
                                Handshake.CLAIMS_HEADER,
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(claims.getBytes(StandardCharsets.UTF_8))),
                null);
    }

    @Test
    void theApplicationAnswersItsOwnRequestsAndSyncTheRest() {
        assertThat(notes.host.fetch(Request.get("https://object.test/health")).status())
                .isEqualTo(200);
        assertThat(notes.host.fetch(Request.get("https://object.test/else")).status())
                .isEqualTo(426);
        assertThat(notes.connect("alice").insert("notes", "1", note("one")).isCommitted())
                .isTrue();
    }

    @Test
    void eachSocketIsHeardByItsOwnerOverHibernationToo() {
        TestSocket plain = notes.host.connect(PLAIN);
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");

        plain.send("hello");
        notes.host.evict(WebSockets.HIBERNATE);
        plain.send(new byte[] {1, 2, 3});
        alice.insert("notes", "1", note("one"));
        alice.socket().close(1000, "done");
        plain.close(1000, "done");

        assertThat(heard).containsExactly("hello", "3 bytes", "close 1000");
        assertThat(plain.drainTexts()).containsExactly("echo hello", "echo 3 bytes");
        assertThat(rows.rows()).containsOnlyKeys("1");
        assertThat(notes.warnings()).isEmpty();
    }

    @Test
    void aBrokenSocketIsItsOwnersToo() {
        TestSocket plain = notes.host.connect(PLAIN);
        TestClient alice = notes.connect("alice");

        plain.fail(new IllegalStateException("cable"));
        alice.socket().fail(new IllegalStateException("cable"));

        assertThat(heard).containsExactly("error cable");
    }

    @Test
    void aClientThatWasSentAwayIsNobodyElses() {
        TestClient alice = notes.connect("alice");
        notes.host.run(object -> object.sendAway("alice", "banned"));

        assertThat(alice.socket().closeCode()).isEqualTo(CloseCode.FORBIDDEN);
        assertThat(heard).isEmpty();
    }

    @Test
    void jobsAndSyncShareTheAlarm() {
        List<String> done = new ArrayList<>();
        notes.script.jobs = job -> done.add(job.name());
        notes.host.run(object -> object.job("job", notes.host.clock().millis() + 60_000));
        notes.connect("alice").insert("notes", "1", note("one"));

        notes.host.clock().advance(Duration.ofMinutes(1));

        assertThat(done).containsExactly("job");
        assertThat(notes.host.alarmMillis()).isNull();
    }

    @Test
    void aSnapshotHasTheRowsOfTheRequestsUserAndAPositionToGoOnFrom() {
        notes.script.visible =
                (user, collection) -> user.equals("alice") ? Predicate.EVERYTHING : Predicate.eq("text", "public");
        notes.write("INSERT INTO notes VALUES ('1', 'public', 3), ('2', 'secret', 2), ('3', 'public', 1)");

        SyncSnapshot all = notes.host.call(
                object -> object.snapshot(as("alice"), "notes", Predicate.gt("stars", 1), Selections.by("stars"), 5));
        SyncSnapshot some =
                notes.host.call(object -> object.snapshot(as("bob"), "notes", Predicate.EVERYTHING, null, null));

        assertThat(all.rows()).extracting(row -> row.get("id")).containsExactly(Value.of("2"), Value.of("1"));
        assertThat(some.rows()).extracting(row -> row.get("id")).containsExactly(Value.of("1"), Value.of("3"));
        assertThat(some.position().value()).isEqualTo(notes.count("SELECT MAX(seq) FROM _sync_changes"));
        assertThat(some.epoch()).isNotEmpty();
    }

    @Test
    void aClientGoesOnFromASnapshotAlsoWhereNobodyWasSubscribedYet() {
        notes.script.visible = (user, collection) -> Predicate.eq("text", "public");
        notes.write("INSERT INTO notes VALUES ('1', 'public', 3), ('2', 'secret', 2), ('3', 'public', 1)");
        SyncSnapshot read =
                notes.host.call(object -> object.snapshot(as("bob"), "notes", Predicate.gt("stars", 0), null, null));
        notes.write("DELETE FROM notes WHERE id = '1'");
        notes.write("UPDATE notes SET stars = 5 WHERE id = '3'");
        TestClient bob = TestClient.connect(notes.host, "bob", Profile.SAMOVAR_1);

        bob.send(new ClientFrame.Sub(
                "mine",
                "notes",
                Predicate.gt("stars", 0).toValue(),
                null,
                null,
                null,
                read.position().toString(),
                read.epoch(),
                null));

        assertThat(bob.frames()).extracting(frame -> frame.kind().name()).containsExactly("WELCOME", "CHANGES", "LIVE");
    }

    @Test
    void aSnapshotOfANewObjectHasAPositionToo() {
        SyncSnapshot none =
                notes.host.call(object -> object.snapshot(as("bob"), "notes", Predicate.EVERYTHING, null, null));

        assertThat(none.rows()).isEmpty();
        assertThat(none.position().value()).isPositive();
    }

    @Test
    void aSnapshotWithoutClaimsIsRefused() {
        notes.host.run(object -> {
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> object.snapshot(PLAIN, "notes", Predicate.EVERYTHING, null, null))
                    .withMessageContaining("no verified claims");
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> object.snapshot(as(""), "notes", Predicate.EVERYTHING, null, null));
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> object.snapshot(as("bob"), "none", Predicate.EVERYTHING, null, null))
                    .withMessageContaining("unknown collection");
        });
    }

    @Test
    void aDeletedObjectTellsItsClientsAndTheNextUseStartsAfresh() {
        TestClient alice = notes.connect("alice");
        TestClient bob = TestClient.connect(notes.host, "bob", Profile.SAMOVAR_1);
        subscribe(bob, "notes");
        alice.insert("notes", "1", note("one"));
        notes.host.run(object -> object.job("job", notes.host.clock().millis() + 60_000));

        notes.host.run(ScriptedObject::delete);
        notes.host.clock().advance(Duration.ofDays(1));

        assertThat(alice.socket().closeCode()).isEqualTo(CloseCode.GONE);
        assertThat(bob.socket().closeCode()).isEqualTo(CloseCode.GONE);
        assertThat(notes.host.isAwake()).isFalse();
        assertThat(notes.host.alarmMillis()).isNull();
        assertThat(notes.count("SELECT COUNT(*) FROM sqlite_master WHERE name = 'notes'"))
                .isZero();
        LiveRows fresh = subscribe(notes.connect("alice"), "notes");
        assertThat(fresh.rows()).isEmpty();
        assertThat(notes.host.uncaught()).isEmpty();
    }
}
