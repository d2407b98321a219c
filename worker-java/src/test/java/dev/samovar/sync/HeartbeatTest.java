package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.samovar.testkit.CrashPoint;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits in memory goes on after a death, although no frame wakes the object. */
class HeartbeatTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(SyncLimits.HEARTBEAT_MILLIS);

    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

    private long in(Duration delay) {
        return notes.host.clock().millis() + delay.toMillis();
    }

    private void advance(Duration time) {
        notes.host.clock().advance(time);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void whatADeathInMidTickLeftUntoldComesWithinAHeartbeat(Profile profile) {
        List<LiveRows> all = new ArrayList<>();
        for (int i = 0; i < 2 * SyncLimits.MAX_AT_ONCE; i++) {
            TestClient client = TestClient.connect(notes.host, "user" + i, profile);
            all.add(subscribe(client, "notes"));
            client.withholdAcks();
        }
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));
        alice.insert("notes", "2", note("two"));
        notes.host.evict(WebSockets.HIBERNATE);
        assertThat(all).noneMatch(rows -> rows.rows().containsKey("2"));

        advance(HEARTBEAT);

        assertThat(all).allMatch(rows -> rows.rows().containsKey("2"));
    }

    @Test
    void aDeathRightAfterTheCommitOfTheObjectsOwnWriteIsNoticedToo() {
        LiveRows seen = subscribe(notes.connect("alice"), "notes");
        notes.host.crash(CrashPoint.afterCommit(1), WebSockets.HIBERNATE);
        try {
            notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        } catch (RuntimeException died) {
            assertThat(died).hasMessageContaining("crash");
        }
        assertThat(seen.rows()).isEmpty();

        advance(HEARTBEAT);

        assertThat(seen.rows()).containsOnlyKeys("1");
    }

    @Test
    void theAlarmIsSetOnceForManyCommits() {
        TestClient alice = notes.connect("alice");
        long first = in(HEARTBEAT);
        for (int i = 0; i < 20; i++) {
            alice.insert("notes", "n" + i, note("text"));
            assertThat(notes.host.alarmMillis()).isEqualTo(first);
            advance(Duration.ofSeconds(1));
        }
        advance(Duration.ofSeconds(5));

        assertThat(notes.host.alarmMillis()).isNull();
        alice.insert("notes", "last", note("text"));
        assertThat(notes.host.alarmMillis()).isEqualTo(in(HEARTBEAT));
    }

    @Test
    void anIdleObjectIsLeftAlone() {
        notes.connect("alice").insert("notes", "1", note("one"));
        advance(HEARTBEAT);
        int events = notes.host.events();

        advance(Duration.ofDays(1));

        assertThat(notes.host.alarmMillis()).isNull();
        assertThat(notes.host.events()).isEqualTo(events);
        assertThat(notes.host.canHibernate()).isTrue();
    }

    @Test
    void anAlarmThatWasRolledBackIsSetWithTheNextCommit() {
        TestClient alice = notes.connect("alice");
        notes.host.run(object -> assertThatIllegalStateException()
                .isThrownBy(() -> object.storage().transactionSync(() -> {
                    object.write("INSERT INTO notes VALUES ('1', 'one', 0)");
                    throw new IllegalStateException("rolled back");
                })));
        advance(Duration.ofSeconds(10));

        alice.insert("notes", "2", note("two"));

        assertThat(notes.host.alarmMillis()).isNotNull().isLessThanOrEqualTo(in(HEARTBEAT));
    }

    @Test
    void aSnapshotThatADeathInterruptedGoesOn() {
        notes.host.run(object -> {
            for (int i = 0; i < 100; i++) {
                object.exec("INSERT INTO notes VALUES (?, ?, 0)", "n" + i, "x".repeat(4_000));
            }
        });
        TestClient alice = TestClient.connect(notes.host, "alice", Profile.SAMOVAR_1);
        alice.withholdAcks();
        LiveRows rows = alice.subscribe("notes");
        notes.host.evict(WebSockets.HIBERNATE);
        assertThat(rows.isCaughtUp()).isFalse();

        advance(HEARTBEAT);

        assertThat(rows.isCaughtUp()).isTrue();
        assertThat(rows.rows()).hasSize(100);
    }

    @Test
    void housekeepingThatADeathInterruptedIsFinished() {
        notes.host.run(object -> {
            for (int i = 0; i < 3 * SyncLimits.HOUSEKEEPING_STEP; i++) {
                object.write("INSERT INTO notes VALUES (?, 'text', 0)", "n" + i);
            }
        });
        notes.tick();
        advance(Duration.ofMillis(SyncLimits.CHANGE_RETENTION_MILLIS).plusHours(2));
        notes.write("INSERT INTO notes VALUES ('last', 'text', 0)");
        notes.tick();
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes")).isGreaterThan(SyncLimits.HOUSEKEEPING_STEP);

        notes.host.evict(WebSockets.CLOSE);
        advance(HEARTBEAT.plusSeconds(10));

        assertThat(notes.count("SELECT COUNT(*) FROM _sync_changes")).isLessThan(5);
    }
}
