package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.row;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, 5.2 to 5.4. */
class PublisherTest {
    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void aWritersOwnChangesComeBeforeItsReceipt() {
        TestClient alice = notes.connect("alice");
        subscribe(alice, "notes");

        WriteOutcome write = alice.insert("notes", "1", note("one"));

        assertThat(alice.frames())
                .containsExactly(
                        new ServerFrame.Delta("s1", "1", Operation.INSERT, row("1", "one"), Notes.at(2)),
                        new ServerFrame.UpToDate(Notes.at(2), null),
                        new ServerFrame.Committed(write.txId(), Notes.at(2), null));
    }

    @Test
    void aWriterThatIsNotSubscribedGetsOnlyItsReceipt() {
        TestClient alice = notes.connect("alice");

        WriteOutcome write = alice.insert("notes", "1", note("one"));

        assertThat(alice.frames()).containsExactly(new ServerFrame.Committed(write.txId(), Notes.at(2), null));
    }

    @Test
    void aCrowdOfOthersGetsAChangeAtTheTickAndNotBefore() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        subscribe(bob, "notes");
        notes.crowd();

        alice.insert("notes", "1", note("one"));
        notes.host.clock().advance(Duration.ofMillis(SyncLimits.TICK_MILLIS - 1));
        List<ServerFrame> early = bob.frames();
        notes.host.clock().advance(Duration.ofMillis(1));

        assertThat(early).isEmpty();
        assertThat(bob.frames())
                .containsExactly(
                        new ServerFrame.Delta("s1", "1", Operation.INSERT, row("1", "one"), Notes.at(3)),
                        new ServerFrame.UpToDate(Notes.at(3), null));
    }

    @Test
    void anIdleObjectTellsACrowdAtOnce() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        LiveRows rows = subscribe(bob, "notes");
        notes.crowd();
        notes.tick();

        alice.insert("notes", "1", note("one"));
        assertThat(rows.rows()).containsOnlyKeys("1");
        alice.insert("notes", "2", note("two"));

        assertThat(rows.rows()).containsOnlyKeys("1");
        notes.tick();
        assertThat(rows.rows()).containsOnlyKeys("1", "2");
    }

    @Test
    void aFewChangesAreToldToAFewAtOnceAndWhatIsMoreWithTheTick() {
        List<LiveRows> views = new ArrayList<>();
        for (int i = 0; i < SyncLimits.MAX_AT_ONCE / 3; i++) {
            views.add(notes.connect("user" + i).subscribe("notes"));
        }
        TestClient alice = notes.connect("alice");

        for (String key : List.of("1", "2", "3")) {
            alice.insert("notes", key, note("text " + key));

            assertThat(views).allSatisfy(rows -> assertThat(rows.rows()).containsKey(key));
        }
        alice.insert("notes", "4", note("one too many"));
        assertThat(views).allSatisfy(rows -> assertThat(rows.rows()).doesNotContainKey("4"));

        notes.tick();
        assertThat(views).allSatisfy(rows -> assertThat(rows.rows()).containsKey("4"));
    }

    @Test
    void whatFollowsABusyTickWaitsForTheNextOne() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = notes.connect("bob").subscribe("notes");
        notes.crowd();
        alice.insert("notes", "1", note("after a rest"));
        alice.insert("notes", "2", note("waits"));
        notes.tick();

        alice.insert("notes", "3", note("waits too"));
        assertThat(rows.rows()).containsOnlyKeys("1", "2");

        notes.tick();
        notes.tick();
        notes.tick();
        alice.insert("notes", "4", note("after a rest"));
        assertThat(rows.rows()).containsOnlyKeys("1", "2", "3", "4");
    }

    @Test
    void nobodyPaysForReadingChangesThatNobodyFollows() {
        long unfollowed = workOfPublishing(1, 1_000);
        subscribe(notes.connect("alice"), "notes");
        long followed = workOfPublishing(1_001, 1_000);

        assertThat(unfollowed).isLessThan(1_000);
        assertThat(followed).isGreaterThan(10_000);
    }

    /** What SQLite does behind a write of the server, to tell others of it. */
    private long workOfPublishing(int first, int count) {
        notes.host.run(object -> object.write(() -> {
            for (int i = first; i < first + count; i++) {
                object.exec("INSERT INTO notes (id, text) VALUES (?, 'text')", "n" + i);
            }
            return 0;
        }));
        return notes.host.sqliteInstructions(notes::turn);
    }

    @Test
    void ofManyChangesOfARowInATickOnlyTheLastIsSent() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        subscribe(bob, "notes");
        notes.crowd();

        alice.insert("notes", "1", note("one"));
        alice.insert("notes", "2", note("two"));
        alice.update("notes", "1", note("first"));
        alice.insert("notes", "3", note("three"));
        alice.delete("notes", "3");
        alice.delete("notes", "2");
        alice.insert("notes", "2", note("second"));
        notes.tick();

        assertThat(bob.frames())
                .containsExactly(
                        new ServerFrame.Delta("s1", "1", Operation.INSERT, row("1", "first"), Notes.at(5)),
                        new ServerFrame.Delta("s1", "2", Operation.INSERT, row("2", "second"), Notes.at(9)),
                        new ServerFrame.UpToDate(Notes.at(9), null));
    }

    @Test
    void aClientThatHasSeenAChangeGetsTheNewerOneOfTheRow() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");
        notes.crowd();
        alice.insert("notes", "1", note("one"));
        alice.frames();

        notes.write("UPDATE notes SET text = 'two'");
        notes.tick();

        assertThat(rows.rows()).containsEntry("1", row("1", "two"));
        assertThat(alice.frames()).hasSize(2);
    }

    @Test
    void oneBoundaryServesAllCollections() {
        TestClient alice = notes.connect("alice");
        LiveRows notesSeen = subscribe(alice, "notes");
        LiveRows draftsSeen = subscribe(alice, "drafts");

        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.write("INSERT INTO drafts VALUES ('2', 'two', 0)");
        notes.tick();

        assertThat(alice.frames())
                .containsExactly(
                        new ServerFrame.Delta("s1", "1", Operation.INSERT, row("1", "one"), Notes.at(2)),
                        new ServerFrame.Delta("s2", "2", Operation.INSERT, row("2", "two"), Notes.at(3)),
                        new ServerFrame.UpToDate(Notes.at(3), null));
        assertThat(notesSeen.position()).isEqualTo(draftsSeen.position()).isEqualTo(Notes.at(3));
    }

    @Test
    void aClientThatNothingConcernsHearsNothing() {
        TestClient alice = notes.connect("alice");
        subscribe(alice, "drafts");

        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.tick();

        assertThat(alice.frames()).isEmpty();
    }

    @Test
    void aSnapshotInTheMiddleOfATickIsPrecededByWhatWasPending() {
        TestClient alice = notes.connect("alice");
        subscribe(alice, "notes");
        notes.crowd();
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.turn();
        List<ServerFrame> early = alice.frames();

        alice.subscribe("drafts");
        List<ServerFrame> frames = alice.frames();
        notes.tick();

        assertThat(early).isEmpty();
        assertThat(frames)
                .containsExactly(
                        new ServerFrame.Delta("s1", "1", Operation.INSERT, row("1", "one"), Notes.at(3)),
                        new ServerFrame.UpToDate(Notes.at(3), null),
                        new ServerFrame.Snap("s2", "crowd", row("crowd", "a draft"), Notes.at(3)),
                        new ServerFrame.SnapEnd("s2", Notes.at(3)));
        assertThat(alice.frames()).isEmpty();
    }

    @Test
    void whatASnapshotHoldsIsNotSentAgainAtTheTick() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        subscribe(bob, "notes");
        notes.crowd();
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.turn();
        assertThat(bob.frames()).isEmpty();

        alice.subscribe("notes");
        alice.frames();
        notes.tick();

        assertThat(alice.frames()).isEmpty();
        assertThat(bob.frames()).hasSize(2);
    }

    @Test
    void aSnapshotIsPrecededByChangesThatNobodyHadPublished() {
        TestClient alice = notes.connect("alice");
        LiveRows seen = subscribe(alice, "notes");
        notes.host.run(object -> object.exec("INSERT INTO notes VALUES ('1', 'one', 0)"));

        LiveRows drafts = alice.subscribe("drafts");

        assertThat(drafts.position()).isEqualTo(Notes.at(2));
        assertThat(seen.rows()).containsOnlyKeys("1");
    }

    @Test
    void aReceiptIsPrecededByTheChangesOfOthersBeforeIt() {
        TestClient alice = notes.connect("alice");
        subscribe(alice, "notes");
        notes.crowd();
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.turn();

        WriteOutcome write = alice.insert("drafts", "2", note("two"));

        assertThat(alice.frames())
                .containsExactly(
                        new ServerFrame.Delta("s1", "1", Operation.INSERT, row("1", "one"), Notes.at(3)),
                        new ServerFrame.UpToDate(Notes.at(4), null),
                        new ServerFrame.Committed(write.txId(), Notes.at(4), null));
    }

    @Test
    void aRefusalCarriesNoPositionAndWaitsForNothing() {
        TestClient alice = notes.connect("alice");
        subscribe(alice, "notes");
        notes.crowd();
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.turn();

        alice.delete("nodes", "1");

        assertThat(alice.frames()).singleElement().isInstanceOf(ServerFrame.Rejected.class);
    }

    @Test
    void manyChangedRowsAreReadInPortionsAndAllArrive() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");

        notes.write("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
                + " INSERT INTO notes SELECT 'k' || i, 'text ' || i, i FROM n");
        notes.tick();

        assertThat(rows.rows()).hasSize(200).isEqualTo(notes.table("notes"));
    }

    @Test
    void aTickThatGrowsTooLargeGoesOutAtOnce() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        LiveRows rows = subscribe(bob, "notes");
        notes.crowd();
        String large = "x".repeat(SyncLimits.MAX_TICK_BYTES / 5);

        for (int i = 0; i < 4; i++) {
            alice.insert("notes", "k" + i, note(large));
        }
        assertThat(rows.rows().keySet()).isEmpty();
        alice.insert("notes", "k4", note(large));

        assertThat(rows.rows().keySet()).containsExactlyInAnyOrder("k0", "k1", "k2", "k3", "k4");
    }

    @Test
    void anIdleObjectHasNoTimer() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));

        assertThat(notes.host.canHibernate()).isFalse();
        notes.tick();

        assertThat(notes.host.canHibernate()).isTrue();
    }

    @Test
    void aClosedClientKeepsNobodyFromHearing() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        subscribe(alice, "notes");
        LiveRows rows = subscribe(bob, "notes");
        notes.crowd();
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.turn();

        alice.drop();
        notes.tick();

        assertThat(rows.rows()).containsOnlyKeys("1");
    }

    @Test
    void changesMadeInsideARefusedTransactionAreNeverPublished() {
        notes.more = schema -> schema.<Value>command("half", result -> result, call -> {
            call.sql().exec("INSERT INTO notes VALUES ('1', 'one', 0)");
            throw new RejectedException("no");
        });
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");

        WriteOutcome refused = alice.call("half");
        alice.insert("notes", "2", note("two"));

        assertThat(refused.isRejected()).isTrue();
        assertThat(rows.rows()).containsOnlyKeys("2");
        assertThat(rows.position()).isEqualTo(Notes.at(2));
    }
}
