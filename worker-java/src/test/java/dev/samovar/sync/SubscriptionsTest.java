package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.row;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL.md, 3.3, 3.4, 4.3 and 5.1. */
class SubscriptionsTest {
    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void whatAMigrationDidReachesClientsThatCatchUp() {
        notes.write("INSERT INTO notes (id, text) VALUES ('1', 'one')");
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");
        alice.drop();

        notes.host.evict(WebSockets.CLOSE);
        var before = notes.script.migrations;
        notes.script.migrations = steps -> {
            before.accept(steps);
            steps.step("stars", "UPDATE notes SET stars = 5");
            steps.step("colour", "ALTER TABLE notes ADD COLUMN colour TEXT DEFAULT 'red'");
        };
        alice.reconnect();

        assertThat(rows.row("1").get("colour")).isEqualTo(Value.of("red"));
    }

    @Test
    void theFirstRowsAreASnapshotAndItsEnd() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));
        alice.insert("notes", "2", note("two"));
        alice.frames();

        alice.subscribe("notes");

        Position head = Notes.at(3);
        assertThat(alice.frames())
                .containsExactly(
                        new ServerFrame.Snap("s1", "1", row("1", "one"), head),
                        new ServerFrame.Snap("s1", "2", row("2", "two"), head),
                        new ServerFrame.SnapEnd("s1", head));
    }

    @Test
    void anEmptyCollectionIsCompleteAtAPositionAboveZero() {
        TestClient alice = notes.connect("alice");

        alice.subscribe("notes");

        assertThat(alice.frames()).containsExactly(new ServerFrame.SnapEnd("s1", Notes.at(1)));
    }

    @Test
    void aSnapshotCarriesEveryColumnOfTheTable() {
        notes.script.migrations = steps -> steps.step(
                "wide",
                "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT NOT NULL, stars INTEGER NOT NULL, ratio REAL,"
                        + " photo BLOB)",
                "CREATE TABLE drafts (id TEXT PRIMARY KEY, text TEXT NOT NULL, stars INTEGER NOT NULL)",
                "INSERT INTO notes VALUES ('1', 'one', 4294967296, 0.5, x'0102'), ('2', 'two', -3, NULL, NULL)");
        TestClient alice = notes.connect("alice");

        LiveRows rows = alice.subscribe("notes");

        assertThat(rows.row("1").entries())
                .containsEntry("stars", Value.of(4_294_967_296d))
                .containsEntry("ratio", Value.of(0.5))
                .containsEntry("photo", Value.of(new byte[] {1, 2}));
        assertThat(rows.row("2").entries()).containsEntry("stars", Value.of(-3)).containsEntry("ratio", Value.NULL);
    }

    @Test
    void aReturningClientGetsTheLastChangeOfEveryRowThatChanged() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "kept", note("kept"));
        alice.insert("notes", "changed", note("before"));
        alice.insert("notes", "gone", note("gone"));
        Position seen = subscribe(alice, "notes").position();
        alice.drop();
        notes.write("UPDATE notes SET text = 'between' WHERE id = 'changed'");
        notes.write("DELETE FROM notes WHERE id = 'gone'");
        notes.write("INSERT INTO notes VALUES ('new', 'new', 0)");
        notes.write("UPDATE notes SET text = 'after' WHERE id = 'changed'");
        notes.write("INSERT INTO drafts VALUES ('other', 'other table', 0)");

        alice.reconnect();

        Position head = new Position(seen.value() + 5);
        assertThat(alice.frames())
                .containsExactly(
                        new ServerFrame.Delta("s1", "changed", Operation.UPDATE, row("changed", "after"), head),
                        new ServerFrame.Delta("s1", "new", Operation.UPDATE, row("new", "new"), head),
                        new ServerFrame.Delta("s1", "gone", Operation.DELETE, null, head),
                        new ServerFrame.UpToDate(head, "s1"));
    }

    @Test
    void aReturningClientThatMissedNothingGetsOnlyTheBoundary() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");

        alice.reconnect();

        assertThat(alice.frames()).containsExactly(new ServerFrame.UpToDate(Notes.at(1), "s1"));
        assertThat(rows.isCaughtUp()).isTrue();
    }

    @Test
    void aRowThatCameAndWentWhileAClientWasAwayIsADeleteItMayIgnore() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");
        alice.drop();
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.write("DELETE FROM notes");

        alice.reconnect();

        // It may have got the row and lost the boundary behind it.
        assertThat(rows.rows()).isEmpty();
        assertThat(alice.frames())
                .containsExactly(
                        new ServerFrame.Delta("s1", "1", Operation.DELETE, null, Notes.at(3)),
                        new ServerFrame.UpToDate(Notes.at(3), "s1"));
    }

    @Test
    void aPositionBeyondTheNewestIsAnsweredWithResetAndSnapshot() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));
        alice.frames();

        alice.send(sub("notes", "3"));

        assertThat(alice.frames())
                .containsExactly(
                        new ServerFrame.Reset("mine"),
                        new ServerFrame.Snap("mine", "1", row("1", "one"), Notes.at(2)),
                        new ServerFrame.SnapEnd("mine", Notes.at(2)));
    }

    @Test
    void positionZeroAsksForEverything() {
        TestClient alice = notes.connect("alice");

        alice.send(sub("notes", "0"));

        assertThat(alice.frames()).containsExactly(new ServerFrame.SnapEnd("mine", Notes.at(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "+1", "01", "1.5", "1e3", "NaN", "latest", "9007199254740992", "99999999999999999999"})
    void aPositionThatIsNoneIsRefused(String since) {
        TestClient alice = notes.connect("alice");

        alice.send(sub("notes", since));

        assertRefused(alice, ErrorCode.VALIDATION, "since must be a decimal position that this server gave");
    }

    @Test
    void whatCannotBeServedIsRefusedAndFollowsNothing() {
        TestClient alice = notes.connect("alice");

        alice.send(new ClientFrame.Sub("mine", "notes", Value.map(), null, null, null, null));
        assertRefused(
                alice,
                ErrorCode.UNSUPPORTED,
                "a filter compares columns with literals; what is computed from them, such as '', is not served");
        alice.send(new ClientFrame.Sub("mine", "notes", null, null, -1d, null, null));
        assertRefused(alice, ErrorCode.VALIDATION, "limit must be a whole number from 0 to 1073741823");
        alice.send(new ClientFrame.Sub("mine", "notes", null, null, null, 0.5, null));
        assertRefused(alice, ErrorCode.VALIDATION, "offset must be a whole number from 0 to 1073741823");
        alice.send(new ClientFrame.Sub("mine", "notes", Value.NULL, Value.array(Value.of("text")), null, null, null));
        assertRefused(alice, ErrorCode.UNSUPPORTED, "a clause of an order must be a map with 'expression' or 'col'");
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.tick();

        assertThat(alice.frames()).isEmpty();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions")).isZero();
    }

    @Test
    void inTheReferenceProfileLimitAndOffsetShapeTheSnapshotAlone() {
        notes.write("INSERT INTO notes VALUES ('1', 'c', 0), ('2', 'a', 0), ('3', 'b', 0), ('4', 'd', 0)");
        TestClient alice = notes.connect("alice");

        LiveRows rows =
                alice.subscribe(Selection.of("notes").orderBy("text").offset(1).limit(2));
        assertThat(rows.rows()).containsOnlyKeys("1", "3");
        notes.write("INSERT INTO notes VALUES ('5', 'e', 0)");
        notes.tick();

        assertThat(rows.rows()).containsOnlyKeys("1", "3", "5");
    }

    @Test
    void anOrderAloneLeavesNoRowOut() {
        notes.write("INSERT INTO notes VALUES ('1', 'c', 0), ('2', 'a', 0), ('3', 'b', 0)");
        TestClient alice = notes.connect("alice");

        LiveRows rows = alice.subscribe(Selection.of("notes").orderBy("text desc"));

        assertThat(rows.rows().keySet()).containsExactly("1", "3", "2");
    }

    @Test
    void anUnknownCollectionIsRefused() {
        TestClient alice = notes.connect("alice");

        LiveRows rows = alice.subscribe("nodes");

        assertThat(rows.refusal()).isEqualTo(Refusal.of(ErrorCode.UNKNOWN_COLLECTION, "unknown collection 'nodes'"));
        assertThat(alice.frames()).hasSize(2).last().isEqualTo(new ServerFrame.Reset("s1"));
    }

    @Test
    void aRefusedSubscriptionEndsTheOneWhoseIdItUsed() {
        TestClient alice = notes.connect("alice");
        alice.send(sub("notes", null));
        alice.frames();

        alice.send(sub("nodes", null));
        alice.frames();
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.tick();

        assertThat(alice.frames()).isEmpty();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions")).isZero();
    }

    @Test
    void aRefusedFetchIsAnsweredWithBothFrames() {
        TestClient alice = notes.connect("alice");

        alice.send(new ClientFrame.Fetch("g", "nodes", null, null, null, null));

        assertThat(alice.frames())
                .containsExactly(
                        new ServerFrame.PageError(
                                "g", Refusal.of(ErrorCode.UNKNOWN_COLLECTION, "unknown collection 'nodes'")),
                        new ServerFrame.Page("g", List.of(), Notes.at(1)));
    }

    @Test
    void thereIsALimitOfSubscriptionsAndUsingAnIdAgainDoesNotCount() {
        TestClient alice = notes.connect("alice");
        for (int i = 0; i < SyncLimits.MAX_SUBSCRIPTIONS_PER_SOCKET; i++) {
            alice.send(new ClientFrame.Sub("n" + i, "notes", null, null, null, null, null));
        }
        alice.frames();

        alice.send(new ClientFrame.Sub("n7", "notes", null, null, null, null, null));
        assertThat(alice.frames()).containsExactly(new ServerFrame.SnapEnd("n7", Notes.at(1)));
        alice.send(sub("notes", null));
        assertRefused(alice, ErrorCode.LIMIT_EXCEEDED, "more than 256 subscriptions on one connection");
        alice.send(new ClientFrame.Unsub("n7"));
        alice.send(sub("notes", null));

        assertThat(alice.frames()).containsExactly(new ServerFrame.SnapEnd("mine", Notes.at(1)));
    }

    @Test
    void anIdUsedAgainFollowsTheOtherCollectionFromThenOn() {
        TestClient alice = notes.connect("alice");
        alice.send(sub("notes", null));
        alice.send(sub("drafts", null));
        alice.frames();

        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.write("INSERT INTO drafts VALUES ('2', 'two', 0)");
        notes.tick();

        assertThat(alice.frames())
                .containsExactly(
                        new ServerFrame.Delta("mine", "2", Operation.INSERT, row("2", "two"), Notes.at(3)),
                        new ServerFrame.UpToDate(Notes.at(3), null));
    }

    @Test
    void twoSubscriptionsOfOneCollectionAreEachServed() {
        TestClient alice = notes.connect("alice");
        LiveRows first = alice.subscribe("notes");
        LiveRows second = alice.subscribe("notes");

        alice.insert("notes", "1", note("one"));

        assertThat(first.rows()).isEqualTo(second.rows()).containsOnlyKeys("1");
    }

    @Test
    void nothingIsSentForASubscriptionThatEnded() {
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");
        notes.crowd();
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.turn();

        alice.unsubscribe(rows);
        alice.send(new ClientFrame.Unsub("never was"));
        notes.tick();

        assertThat(alice.frames()).isEmpty();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions")).isEqualTo(SyncLimits.MAX_AT_ONCE + 1);
    }

    @Test
    void malformedFramesAreCountedAndTheConnectionStaysOpen() {
        TestClient alice = notes.connect("alice");

        alice.socket().send(new byte[] {(byte) 0xc1});
        alice.socket().send(new byte[0]);
        alice.socket().send("text");
        alice.socket().send(new byte[Limits.SERVER_INBOUND.maxFrameBytes() + 1]);
        alice.subscribe("notes");

        assertThat(notes.warnings()).hasSize(4).allMatch(line -> line.startsWith("Malformed frame "));
        assertThat(notes.warnings().get(3)).startsWith("Malformed frame 4 ignored: ");
        assertThat(alice.frames()).containsExactly(new ServerFrame.SnapEnd("s1", Notes.at(1)));
    }

    private static ClientFrame.Sub sub(String collection, @Nullable String since) {
        return new ClientFrame.Sub("mine", collection, null, null, null, null, since);
    }

    private static void assertRefused(TestClient client, ErrorCode code, String message) {
        assertThat(client.frames())
                .containsExactly(
                        new ServerFrame.SubError("mine", Refusal.of(code, message)), new ServerFrame.Reset("mine"));
    }
}
