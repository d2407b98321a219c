package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.StorageCopy;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What random histories have found, each as a history of its own. */
class HistoryFindingsTest {
    private final HistoryRoom.Script script = new HistoryRoom.Script();
    private final DurableObjectHost<HistoryRoom> host = DurableObjectHost.of(() -> new HistoryRoom(script));

    @AfterEach
    void close() {
        host.close();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void rightsThatGrowWhileTheObjectSleepsAreSeen(Profile profile) {
        host.run(room -> room.exec("INSERT INTO members VALUES ('bob', 'a')"));
        host.run(room -> room.exec("INSERT INTO posts (id, box, val) VALUES ('1', 'a', 'one'), ('2', 'c', 'two')"));
        TestClient bob = TestClient.connect(host, "bob", profile);
        LiveRows rows = bob.subscribe("posts");
        assertThat(rows.rows()).containsOnlyKeys("1");

        host.run(room -> room.exec("INSERT INTO members VALUES ('bob', 'c')"));
        host.evict(WebSockets.HIBERNATE);
        host.wake();
        assertThat(rows.rows()).containsOnlyKeys("1", "2");
        host.evict(WebSockets.HIBERNATE);
        host.wake();

        assertThat(rows.rows()).containsOnlyKeys("1", "2");
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void rightsThatShrankAndWereRestoredAreSeenAgain(Profile profile) {
        host.run(room -> room.exec("INSERT INTO members VALUES ('bob', 'a')"));
        host.run(room -> room.exec("INSERT INTO posts (id, box, val) VALUES ('1', 'a', 'one')"));
        TestClient bob = TestClient.connect(host, "bob", profile);
        LiveRows rows = bob.subscribe("posts");
        assertThat(rows.rows()).containsOnlyKeys("1");
        StorageCopy copy = host.copyStorage();
        host.run(room -> room.exec("DELETE FROM members"));
        host.evict(WebSockets.HIBERNATE);
        host.wake();
        assertThat(rows.rows()).isEmpty();

        host.restoreStorage(copy, WebSockets.CLOSE);
        bob.reconnect();

        assertThat(rows.rows()).containsOnlyKeys("1");
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aRowThatCameBeforeTheConnectionBrokeAndWentMeanwhileIsTakenBack(Profile profile) {
        TestClient root = TestClient.connect(host, "root", profile);
        LiveRows rows = root.subscribe(
                Selection.of("posts").where(Predicate.eq("box", "a").toValue()));
        LiveRows all = root.subscribe("posts");
        assertThat(all.isCaughtUp()).isTrue();
        root.receiveAtMost(1);
        host.run(room -> room.exec("INSERT INTO posts (id, box, val) VALUES ('1', 'a', 'one'), ('2', 'a', 'two')"));
        host.run(room -> room.write(() -> "told"));
        host.clock().advance(Duration.ofMillis(SyncLimits.TICK_MILLIS));
        root.received();
        root.drop();

        host.run(room -> room.exec("DELETE FROM posts"));
        root.reconnect();

        assertThat(rows.rows()).isEmpty();
        assertThat(all.rows()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void rightsThatShrinkAndGrowAgainWhileTheObjectSleepsAreSeen(Profile profile) {
        host.run(room -> room.exec("INSERT INTO members VALUES ('bob', 'a')"));
        host.run(room -> room.exec("INSERT INTO posts (id, box, val) VALUES ('1', 'a', 'one')"));
        TestClient bob = TestClient.connect(host, "bob", profile);
        LiveRows rows = bob.subscribe("posts");

        host.run(room -> room.exec("DELETE FROM members"));
        host.evict(WebSockets.HIBERNATE);
        host.wake();
        assertThat(rows.rows()).isEmpty();
        host.run(room -> room.exec("INSERT INTO members VALUES ('bob', 'a')"));
        host.evict(WebSockets.HIBERNATE);
        host.wake();

        assertThat(rows.rows()).containsOnlyKeys("1");
    }

    /** The connection breaks after each of the messages that a change of rights brings, behind a burst of writes. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void aPositionThatComesBeforeTheRowsOfANewScopeDoesNotCountForThem(Profile profile) {
        host.run(room -> room.exec("INSERT INTO members VALUES ('bob', 'b')"));
        for (int messages = 0; messages < 16; messages++) {
            String name = messages + "-";
            TestClient bob = TestClient.connect(host, "bob", profile);
            LiveRows drafts = bob.subscribe("drafts");
            LiveRows posts = bob.subscribe("posts");
            for (int write = 0; write < SyncLimits.BURST_MESSAGES + 4; write++) {
                if (write == 1) {
                    host.clock().advance(Duration.ofMillis(1));
                }
                HistoryPost post = new HistoryPost(name + write, "b", null, false, "burst");
                bob.insert("posts", post.id(), post.columns());
            }
            bob.receiveAtMost(messages);

            host.run(room -> room.write(() -> {
                room.exec("INSERT INTO drafts (id, box, val) VALUES (?, 'b', 'new')", name);
                room.exec("INSERT INTO members VALUES ('bob', ?)", name);
                room.rightsChanged("bob");
                return name;
            }));
            host.clock().advance(Duration.ofMillis(SyncLimits.TICK_MILLIS));
            bob.drop();
            bob.reconnect();

            assertThat(drafts.rows()).as("after %s messages", messages).hasSize(messages + 1);
            assertThat(posts.rows()).hasSize((messages + 1) * (SyncLimits.BURST_MESSAGES + 4));
            bob.drop();
        }
    }
}
