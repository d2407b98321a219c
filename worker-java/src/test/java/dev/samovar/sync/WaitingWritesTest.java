package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.Deferred;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, 5.5: handlers that wait, and what may happen meanwhile. */
class WaitingWritesTest {
    private static final Duration PATIENCE = Duration.ofMillis(SyncLimits.MAX_DUPLICATE_WAIT_MILLIS);

    private final Notes notes = new Notes();
    private final Deferred<Boolean> answer = new Deferred<>();
    private int asked;

    @AfterEach
    void close() {
        notes.close();
    }

    /** The first write asks somebody outside; later ones do not. */
    private void firstWriteWaits() {
        notes.authorize = op -> {
            if (asked++ == 0) {
                op.require(answer.await(), "denied outside");
            }
        };
    }

    @Test
    void writesOfOneSocketKeepTheirOrder() {
        firstWriteWaits();
        TestClient alice = notes.connect("alice");

        WriteOutcome first = alice.insert("notes", "1", note("one"));
        WriteOutcome second = alice.insert("notes", "2", note("two"));
        assertThat(first.isPending()).isTrue();
        assertThat(second.isPending()).isTrue();
        answer.complete(true);

        assertThat(second.position()).isGreaterThan(first.position());
        assertThat(notes.table("notes")).containsOnlyKeys("1", "2");
    }

    @Test
    void aWriteThatIsDeniedAfterAWaitLetsTheNextOneThrough() {
        firstWriteWaits();
        TestClient alice = notes.connect("alice");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        WriteOutcome second = alice.insert("notes", "2", note("two"));

        answer.complete(false);

        assertThat(first.rejection().message()).isEqualTo("denied outside");
        assertThat(second.isCommitted()).isTrue();
    }

    @Test
    void subscriptionsAndOtherSocketsDoNotWait() {
        firstWriteWaits();
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        WriteOutcome waiting = alice.insert("notes", "1", note("one"));

        assertThat(alice.subscribe("notes").isCaughtUp()).isTrue();
        assertThat(bob.insert("notes", "2", note("two")).isCommitted()).isTrue();

        assertThat(waiting.isPending()).isTrue();
        answer.complete(true);
        assertThat(waiting.isCommitted()).isTrue();
    }

    @Test
    void theSameWriteOnAnotherSocketWaitsForTheFirstAndGetsItsReceipt() {
        firstWriteWaits();
        TestClient phone = notes.connect("alice");
        TestClient laptop = notes.connect("alice");
        WriteOutcome first = phone.insert("notes", "1", note("one"));

        WriteOutcome repetition = laptop.repeat(first);
        WriteOutcome behindIt = laptop.insert("notes", "2", note("two"));
        assertThat(repetition.isPending()).isTrue();
        answer.complete(true);

        assertThat(repetition.position()).isEqualTo(first.position());
        assertThat(behindIt.isCommitted()).isTrue();
        assertThat(asked).as("authorized").isEqualTo(2);
    }

    @Test
    void aRepetitionDoesNotWaitForEver() {
        firstWriteWaits();
        TestClient phone = notes.connect("alice");
        TestClient laptop = notes.connect("alice");
        WriteOutcome first = phone.insert("notes", "1", note("one"));
        WriteOutcome repetition = laptop.repeat(first);
        WriteOutcome behindIt = laptop.insert("notes", "2", note("two"));

        notes.host.clock().advance(PATIENCE.minusMillis(1));
        assertThat(repetition.isPending()).isTrue();
        notes.host.clock().advance(Duration.ofMillis(1));

        assertThat(repetition.rejection().code()).isEqualTo("TEMPORARILY_UNAVAILABLE");
        assertThat(behindIt.isCommitted()).isTrue();
        answer.complete(true);
        assertThat(first.isCommitted()).isTrue();
        assertThat(laptop.repeat(first).position()).isEqualTo(first.position());
        assertThat(notes.table("notes")).containsOnlyKeys("1", "2");
    }

    @Test
    void aWriteThatFailedWhenItWasSentAgainIsNotCarriedOutBehindTheLostConnection() {
        firstWriteWaits();
        notes.write("INSERT INTO notes VALUES ('2', 'in the way', 0)");
        TestClient phone = notes.connect("alice");
        TestClient laptop = notes.connect("alice");
        phone.insert("notes", "1", note("one"));
        WriteOutcome behindIt = phone.insert("notes", "2", note("two"));
        phone.drop();

        WriteOutcome sentAgain = laptop.repeat(behindIt);
        assertThat(sentAgain.rejection().code()).isEqualTo("EXECUTE_FAILED");
        notes.write("DELETE FROM notes WHERE id = '2'");
        answer.complete(true);

        assertThat(notes.table("notes")).containsOnlyKeys("1");
    }

    @Test
    void noTimerIsLeftWhenNothingWaits() {
        firstWriteWaits();
        TestClient phone = notes.connect("alice");
        TestClient laptop = notes.connect("alice");
        WriteOutcome first = phone.insert("notes", "1", note("one"));
        laptop.repeat(first);
        laptop.repeat(first);

        answer.complete(true);
        notes.tick();

        assertThat(notes.host.canHibernate()).isTrue();
    }

    @Test
    void severalRepetitionsWaitEachForItself() {
        firstWriteWaits();
        TestClient phone = notes.connect("alice");
        WriteOutcome first = phone.insert("notes", "1", note("one"));
        List<WriteOutcome> repetitions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            repetitions.add(notes.connect("alice").repeat(first));
            notes.host.clock().advance(PATIENCE.dividedBy(2));
        }

        assertThat(repetitions).extracting(WriteOutcome::isRejected).containsExactly(true, true, false);
        answer.complete(true);
        assertThat(repetitions.get(2).position()).isEqualTo(first.position());
    }

    @Test
    void theTransactionSeesWhatChangedDuringTheWait() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));
        firstWriteWaits();
        WriteOutcome update = alice.update("notes", "1", Map.of("stars", 5));

        notes.write("DELETE FROM notes");
        answer.complete(true);

        assertThat(update.rejection().code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void whatChangedDuringTheWaitIsCheckedInTheTransaction() {
        firstWriteWaits();
        notes.check = op ->
                op.require(op.sql().exec("SELECT COUNT(*) FROM notes").one().getLong(0) < 1, "one note is enough");
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        WriteOutcome first = alice.insert("notes", "1", note("one"));
        WriteOutcome second = bob.insert("notes", "2", note("two"));

        answer.complete(true);

        assertThat(second.isCommitted()).isTrue();
        assertThat(first.rejection().message()).isEqualTo("one note is enough");
        assertThat(alice.repeat(first).rejection()).isEqualTo(first.rejection());
        assertThat(notes.table("notes")).containsOnlyKeys("2");
    }

    @Test
    void aCheckMayNotWait() {
        notes.check = op -> answer.await();

        WriteOutcome write = notes.connect("alice").insert("notes", "1", note("one"));

        assertThat(write.rejection().code()).isEqualTo("EXECUTE_FAILED");
        assertThat(notes.table("notes")).isEmpty();
    }

    @Test
    void aClientThatLeavesDuringTheWaitHasWrittenAllTheSame() {
        firstWriteWaits();
        TestClient alice = notes.connect("alice");
        WriteOutcome write = alice.insert("notes", "1", note("one"));

        alice.drop();
        answer.complete(true);
        alice.reconnect();

        assertThat(write.isCommitted()).isTrue();
        assertThat(notes.table("notes")).containsOnlyKeys("1");
        assertThat(asked).as("authorized").isEqualTo(1);
    }

    @Test
    void moreWritesThanTheQueueTakesAreSentBack() {
        firstWriteWaits();
        TestClient alice = notes.connect("alice");
        List<WriteOutcome> queued = new ArrayList<>();
        alice.insert("notes", "first", note("waits"));
        for (int i = 0; i < SyncLimits.MAX_QUEUED_WRITES; i++) {
            queued.add(alice.insert("notes", "n" + i, note("queued")));
        }

        WriteOutcome oneTooMany = alice.insert("notes", "last", note("too many"));

        assertThat(oneTooMany.rejection().code()).isEqualTo("TEMPORARILY_UNAVAILABLE");
        answer.complete(true);
        assertThat(queued).allMatch(WriteOutcome::isCommitted);
        assertThat(alice.repeat(oneTooMany).isCommitted()).isTrue();
    }

    @Test
    void theFramesThatWaitAreLimitedInBytesToo() {
        firstWriteWaits();
        TestClient alice = notes.connect("alice");
        String large = "x".repeat(1_000_000);
        alice.insert("notes", "first", note("waits"));
        for (int i = 0; i < 8; i++) {
            assertThat(alice.insert("notes", "n" + i, note(large)).isPending()).isTrue();
        }

        WriteOutcome oneTooMany = alice.insert("notes", "last", note(large));

        assertThat(oneTooMany.rejection().code()).isEqualTo("TEMPORARILY_UNAVAILABLE");
        answer.complete(true);
    }

    @Test
    void aWaitingCommandWritesWhenItsAnswerHasCome() {
        notes.more = schema -> schema.waitingCommand("import", (Long count) -> Value.of(count), call -> {
            boolean allowed = answer.await();
            return call.transaction(() -> {
                call.sql().exec("INSERT INTO notes (id, text) VALUES ('1', ?)", allowed ? "allowed" : "denied");
                return 1L;
            });
        });
        TestClient alice = notes.connect("alice");

        WriteOutcome call = alice.call("import");
        assertThat(call.isPending()).isTrue();
        assertThat(notes.table("notes")).isEmpty();
        answer.complete(true);

        assertThat(call.result()).isEqualTo(Value.of(1));
        assertThat(notes.table("notes")).containsOnlyKeys("1");
        assertThat(alice.repeat(call).position()).isEqualTo(call.position());
        assertThat(notes.count("SELECT COUNT(*) FROM notes")).isEqualTo(1);
    }

    @Test
    void whatIsExecutedMayNotWait() {
        notes.beforeInsert = op -> answer.await();
        TestClient alice = notes.connect("alice");

        WriteOutcome write = alice.write(new ClientFrame.Mut(
                "tx",
                "notes",
                List.of(new MutationOp(
                        Operation.INSERT, "1", Value.map("text", Value.of("one"), "stars", Value.of(0))))));

        assertThat(write.rejection().code()).isEqualTo("EXECUTE_FAILED");
        assertThat(notes.table("notes")).isEmpty();
        assertThat(notes.host.console().lines().toString()).contains("transactionSync");
    }
}
