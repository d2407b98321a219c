package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.testkit.Deferred;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a client is answered that sends its writes without waiting. */
class AnswersTest {
    private final Notes notes = new Notes();
    private int keys;

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void writesOfABurstAreAnsweredInOneFlush() {
        TestClient alice = TestClient.connect(notes.host, "alice", Profile.SAMOVAR_1);
        LiveRows rows = subscribe(alice, "notes");
        beginBurst(alice);

        List<WriteOutcome> writes = insert(alice, 3);
        assertThat(writes).allMatch(WriteOutcome::isPending);
        notes.turn();

        assertThat(alice.frames())
                .singleElement()
                .isInstanceOfSatisfying(
                        ServerFrame.Flush.class,
                        flush -> assertThat(flush.done())
                                .extracting(done -> done.txId())
                                .containsExactlyElementsOf(
                                        writes.stream().map(WriteOutcome::txId).toList()));
        assertThat(rows.rows()).isEqualTo(notes.table("notes"));
    }

    @Test
    void inTheReferenceProfileTheyShareTheBoundaryAndPositionsDoNotFall() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");
        beginBurst(alice);

        List<WriteOutcome> writes = insert(alice, 3);
        notes.turn();

        Position head = rows.position();
        assertThat(alice.frames())
                .hasSize(7)
                .endsWith(
                        new ServerFrame.UpToDate(head, null),
                        new ServerFrame.Committed(writes.get(0).txId(), head, null),
                        new ServerFrame.Committed(writes.get(1).txId(), head, null),
                        new ServerFrame.Committed(writes.get(2).txId(), head, null));
        assertThat(rows.rows()).isEqualTo(notes.table("notes"));
    }

    @Test
    void othersAreToldWithTheAnswer() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(notes.connect("bob"), "notes");
        beginBurst(alice);

        insert(alice, 2);
        assertThat(rows.rows()).isNotEqualTo(notes.table("notes"));
        notes.turn();

        assertThat(rows.rows()).isEqualTo(notes.table("notes"));
    }

    @Test
    void soManyAnswersDoNotWaitForMore() {
        TestClient alice = notes.connect("alice");
        beginBurst(alice);

        List<WriteOutcome> writes = insert(alice, SyncLimits.MAX_ANSWERS_AT_ONCE + 1);

        assertThat(writes.subList(0, SyncLimits.MAX_ANSWERS_AT_ONCE)).allMatch(WriteOutcome::isCommitted);
        assertThat(writes.get(SyncLimits.MAX_ANSWERS_AT_ONCE).isPending()).isTrue();
        notes.turn();
        assertThat(writes).allMatch(WriteOutcome::isCommitted);
    }

    @Test
    void whoWaitsForTheAnswerGetsTheNextOnesAtOnce() {
        TestClient alice = notes.connect("alice");
        beginBurst(alice);

        WriteOutcome alone = insert(alice, 1).get(0);
        notes.turn();

        assertThat(alone.isCommitted()).isTrue();
        assertThat(insert(alice, 1)).allMatch(WriteOutcome::isCommitted);
    }

    @Test
    void aPauseEndsTheBurst() {
        TestClient alice = notes.connect("alice");
        beginBurst(alice);

        notes.host.clock().advance(Duration.ofMillis(SyncLimits.MAX_ANSWER_MILLIS + 1));

        assertThat(insert(alice, 1)).allMatch(WriteOutcome::isCommitted);
    }

    @Test
    void aWriteThatWaitedUntilTheBurstWasOverIsAnsweredAtOnce() {
        Deferred<Boolean> permission = new Deferred<>();
        TestClient alice = notes.connect("alice");
        beginBurst(alice);
        notes.authorize = op -> op.require(permission.await(), "not today");
        List<WriteOutcome> waiting = insert(alice, 1);

        notes.host.clock().advance(Duration.ofMillis(SyncLimits.MAX_ANSWER_MILLIS + 1));
        permission.complete(true);

        assertThat(alice.frames()).singleElement().isInstanceOf(ServerFrame.Committed.class);
        assertThat(waiting).allMatch(WriteOutcome::isCommitted);
    }

    @Test
    void aRefusalComesBehindTheAnswersToWhatWasSentBefore() {
        TestClient alice = notes.connect("alice");
        beginBurst(alice);

        List<WriteOutcome> writes = insert(alice, 2);
        WriteOutcome refused = alice.call("unknown");

        assertThat(alice.frames())
                .extracting(ServerFrame::kind)
                .containsExactly(ServerFrame.Kind.COMMITTED, ServerFrame.Kind.COMMITTED, ServerFrame.Kind.REJECTED);
        assertThat(writes).allMatch(WriteOutcome::isCommitted);
        assertThat(refused.isRejected()).isTrue();
    }

    @Test
    void aRepetitionIsAnsweredAtOnce() {
        TestClient alice = notes.connect("alice");
        WriteOutcome first = insert(alice, 1).get(0);
        beginBurst(alice);

        WriteOutcome again = alice.repeat(first);

        assertThat(again.isCommitted()).isTrue();
        assertThat(again.position()).isEqualTo(first.position());
    }

    @Test
    void aSubscriptionComesBehindTheAnswers() {
        TestClient alice = notes.connect("alice");
        beginBurst(alice);

        List<WriteOutcome> writes = insert(alice, 2);
        LiveRows rows = alice.subscribe("notes");

        assertThat(writes).allMatch(WriteOutcome::isCommitted);
        assertThat(rows.rows()).isEqualTo(notes.table("notes"));
    }

    @Test
    void anEffectBeginsBehindTheAnswer() {
        Deferred<Boolean> service = new Deferred<>();
        notes.afterCommit = effect -> service.await();
        TestClient alice = notes.connect("alice");
        beginBurst(alice);

        assertThat(insert(alice, 1)).allMatch(WriteOutcome::isCommitted);
        service.complete(true);
    }

    @Test
    void whoIsSentAwayIsAnsweredBefore() {
        TestClient alice = notes.connect("alice");
        beginBurst(alice);

        List<WriteOutcome> writes = insert(alice, 2);
        notes.host.run(object -> object.sendAway("alice", "enough"));

        assertThat(alice.socket().isOpen()).isFalse();
        assertThat(writes).allMatch(WriteOutcome::isCommitted);
    }

    /** Sends until more is likely to come, over a time in which the clock moves, as a real one does. */
    private void beginBurst(TestClient client) {
        insert(client, SyncLimits.BURST_MESSAGES);
        notes.host.clock().advance(Duration.ofMillis(1));
        client.frames();
    }

    private List<WriteOutcome> insert(TestClient client, int count) {
        List<WriteOutcome> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writes.add(client.insert("notes", "n" + keys++, note("a note")));
        }
        return writes;
    }
}
