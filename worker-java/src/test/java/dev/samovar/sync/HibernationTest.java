package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.row;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.TestSocket;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What outlives an instance. */
class HibernationTest {
    private static final byte[] HELLO = hello();

    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void subscriptionsGoOnAfterAHibernation() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        LiveRows seenByAlice = subscribe(alice, "notes");
        LiveRows seenByBob = subscribe(bob, "notes");

        notes.host.evict(WebSockets.HIBERNATE);
        alice.insert("notes", "1", note("one"));
        notes.tick();

        assertThat(notes.host.wakes()).isEqualTo(2);
        assertThat(seenByAlice.rows()).containsExactly(Map.entry("1", row("1", "one")));
        assertThat(seenByBob.rows()).isEqualTo(seenByAlice.rows());
    }

    @Test
    void whatATickHadNotSentYetIsSentAfterTheWake() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        LiveRows seenByBob = subscribe(bob, "notes");
        notes.crowd();
        alice.insert("notes", "1", note("one"));
        assertThat(seenByBob.rows()).isEmpty();

        notes.host.evict(WebSockets.HIBERNATE);
        notes.host.wake();
        notes.tick();

        assertThat(seenByBob.rows()).containsOnlyKeys("1");
        assertThat(seenByBob.position()).isEqualTo(notes.host.call(object -> head(notes)));
    }

    @Test
    void aClientWhoseSocketSleptBeforeItSpokeMayStillSayHello() {
        TestSocket early = notes.connect("early").socket();

        notes.host.evict(WebSockets.HIBERNATE);
        early.send(HELLO);

        assertThat(early.poll())
                .isNotNull()
                .satisfies(answer -> assertThat(FrameReader.serverFrame(answer.bytes(), Limits.CLIENT_INBOUND))
                        .isInstanceOfSatisfying(
                                Decoding.Ok.class,
                                ok -> assertThat(ok.value()).isInstanceOf(ServerFrame.Welcome.class)));
    }

    @Test
    void aClientOfTheReferenceProfileStaysOneOverASleep() {
        TestClient bob = notes.connect("bob");
        LiveRows rows = subscribe(bob, "notes");

        notes.host.evict(WebSockets.HIBERNATE);
        bob.socket().send(HELLO);
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.tick();

        assertThat(rows.rows()).containsOnlyKeys("1");
    }

    @Test
    void aUserStaysWhoTheyAre() {
        notes.authorize = op -> op.require(op.user().equals("alice"), "only alice");
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");

        notes.host.evict(WebSockets.HIBERNATE);

        assertThat(alice.insert("notes", "1", note("one")).isCommitted()).isTrue();
        assertThat(bob.insert("notes", "2", note("two")).rejection().message()).isEqualTo("only alice");
    }

    @Test
    void aUserWhomANewVersionRefusesIsSentAwayAndTheOthersStay() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        LiveRows seenByBob = subscribe(bob, "notes");

        notes.host.evict(WebSockets.HIBERNATE);
        notes.script.claims = verified -> {
            if (verified.subject().equals("alice")) {
                throw new IllegalArgumentException("no more alices");
            }
            return verified.subject();
        };
        bob.insert("notes", "1", note("one"));

        assertThat(alice.socket().closeCode()).isEqualTo(4403);
        assertThat(seenByBob.rows()).containsOnlyKeys("1");
    }

    @Test
    void aReceiptIsFoundByTheNextInstance() {
        TestClient alice = notes.connect("alice");
        WriteOutcome write = alice.insert("notes", "1", note("one"));

        notes.host.evict(WebSockets.HIBERNATE);
        WriteOutcome repetition = alice.repeat(write);

        assertThat(repetition.position()).isEqualTo(write.position());
        assertThat(notes.table("notes")).containsOnlyKeys("1");
    }

    @Test
    void connectionsThatEndedWithTheInstanceLeaveNoSubscriptions() {
        subscribe(notes.connect("alice"), "notes");
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions")).isEqualTo(1);

        notes.host.evict(WebSockets.CLOSE);
        notes.host.wake();

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions")).isZero();
    }

    @Test
    void anEndedSubscriptionStaysEnded() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");
        alice.unsubscribe(rows);

        notes.host.evict(WebSockets.HIBERNATE);
        alice.insert("notes", "1", note("one"));
        notes.tick();

        assertThat(rows.rows()).isEmpty();
    }

    @Test
    void aSubscriptionOfACollectionThatANewVersionDroppedIsForgotten() {
        TestClient alice = notes.connect("alice");
        LiveRows kept = subscribe(alice, "drafts");
        subscribe(alice, "notes");

        notes.host.evict(WebSockets.HIBERNATE);
        notes.script.schema = schema ->
                schema.collection("drafts", new Note.Codec()).insert(i -> i.execute(InsertContext::insertRow));
        alice.insert("drafts", "1", note("one"));

        assertThat(kept.rows()).containsOnlyKeys("1");
        assertThat(alice.insert("notes", "1", note("one")).rejection().code()).isEqualTo("UNKNOWN_COLLECTION");
    }

    @Test
    void anEvictionBetweenAnyTwoFramesLosesNothing() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        LiveRows seenByBob = subscribe(bob, "notes");

        for (int i = 0; i < 10; i++) {
            alice.insert("notes", "n" + i, note("text " + i));
            notes.host.evict(WebSockets.HIBERNATE);
            alice.update("notes", "n" + i, Map.of("stars", i));
            notes.host.evict(WebSockets.HIBERNATE);
        }
        notes.host.wake();
        notes.tick();

        assertThat(seenByBob.rows()).isEqualTo(notes.table("notes")).hasSize(10);
    }

    private static byte[] hello() {
        MessagePackWriter out = new MessagePackWriter();
        FrameWriter.write(new ClientFrame.Hello(1, null), out);
        return out.toByteArray();
    }

    private static Position head(Notes notes) {
        return new Position(notes.count("SELECT MAX(seq) FROM _sync_changes"));
    }
}
