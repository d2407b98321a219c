package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an author is told for metrics and logs. */
class EventsTest {
    private final Notes notes = new Notes();
    private final List<SyncEvent> events = new ArrayList<>();

    EventsTest() {
        notes.script.events = events::add;
    }

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void aConnectionsLifeIsTold() {
        TestClient alice = TestClient.connect(notes.host, "alice", Profile.SAMOVAR_1);
        String session = alice.conversation().welcome().session();
        subscribe(alice, "notes");
        alice.subscribe("none");
        alice.insert("notes", "1", note("one"));
        alice.call("none");
        alice.socket().send("text");

        assertThat(events)
                .startsWith(
                        new SyncEvent.Connected(session, "alice"),
                        new SyncEvent.Subscribed(session, "notes"),
                        new SyncEvent.SubscriptionRefused(session, "UNKNOWN_COLLECTION"),
                        new SyncEvent.WriteAnswered(session, "mut", null),
                        new SyncEvent.WriteAnswered(session, "call", "UNKNOWN_COMMAND"),
                        new SyncEvent.MalformedFrame(session, "a text message; frames are binary"))
                .endsWith(new SyncEvent.Disconnected(session, "alice", 1007));
    }

    @Test
    void resetsFailuresAndHousekeepingAreTold() {
        notes.afterCommit = effect -> {
            throw new IllegalStateException("down");
        };
        TestClient alice = notes.connect("alice");
        subscribe(alice, "notes");
        alice.insert("notes", "1", note("one"));
        notes.script.visible = (user, collection) -> Predicate.NOTHING;
        notes.host.run(ScriptedObject::scopeChanged);
        notes.tick();
        notes.host.clock().advance(Duration.ofDays(2));

        assertThat(events)
                .anyMatch(event -> event instanceof SyncEvent.Reset reset
                        && reset.reason().equals("scope")
                        && reset.collection().equals("notes"));
        assertThat(events).contains(new SyncEvent.HousekeepingStep(0, false));
        List<SyncEvent.WorkFailed> failures = new ArrayList<>();
        events.forEach(event -> {
            if (event instanceof SyncEvent.WorkFailed failed) {
                failures.add(failed);
            }
        });
        assertThat(failures).hasSize(Effects.MAX_ATTEMPTS);
        assertThat(failures).filteredOn(SyncEvent.WorkFailed::isGivenUp).hasSize(1);
    }

    @Test
    void housekeepingTellsHowMuchItRemoved() {
        TestClient alice = notes.connect("alice");
        alice.insert("notes", "1", note("one"));
        alice.insert("notes", "2", note("two"));
        notes.tick();
        long before = kept();
        notes.host.clock().advance(Duration.ofDays(3));
        events.clear();

        notes.write("UPDATE notes SET stars = 5 WHERE id = '1'");
        notes.tick();

        int removed = (int) (before + 1 - kept());
        assertThat(removed).isGreaterThan(2);
        assertThat(events).containsExactly(new SyncEvent.HousekeepingStep(removed, false));
    }

    private long kept() {
        return notes.count("SELECT (SELECT COUNT(*) FROM _sync_changes) + (SELECT COUNT(*) FROM _sync_receipts)");
    }

    @Test
    void slowAndBusyClientsAreTold() {
        notes.script.options = SyncOptions.DEFAULTS.withRateLimit(new RateLimit(1, 5, 1_000, 2 << 20));
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");
        for (int i = 0; i < 10; i++) {
            alice.send(new ClientFrame.Unsub("none"));
        }
        assertThat(events.stream().filter(SyncEvent.RateLimited.class::isInstance))
                .hasSize(6);

        alice.socket().bufferedAmount(SyncLimits.MAX_UNACKED_BYTES + 1L);
        notes.write("INSERT INTO notes VALUES ('1', ?, 0)", "x".repeat(1_500_000));
        notes.tick();
        notes.write("INSERT INTO notes VALUES ('2', 'two', 0)");
        notes.tick();

        assertThat(events).anyMatch(SyncEvent.SlowConsumer.class::isInstance);
        assertThat(rows.rows()).hasSizeLessThan(2);
    }

    @Test
    void aListenerThatThrowsHarmsNothing() {
        notes.script.events = event -> {
            throw new IllegalStateException("broken");
        };
        TestClient alice = notes.connect("alice");
        LiveRows rows = subscribe(alice, "notes");

        assertThat(alice.insert("notes", "1", note("one")).isCommitted()).isTrue();
        assertThat(rows.rows()).containsOnlyKeys("1");
        assertThat(notes.errors()).containsOnly("The listener of events has failed.");
    }
}
