package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.CloseCode;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection lasts as long as the token it was opened with. */
class ExpiryTest {
    private static final Duration ROUND = Duration.ofMillis(Expiry.ROUND_MILLIS);

    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        notes.close();
    }

    private TestClient connect(String subject, Duration lifetime, Profile profile) {
        double expires = (double) notes.host.clock().millis() / 1_000 + (double) lifetime.toSeconds();
        return TestClient.connect(notes.host, Map.of("sub", subject, "exp", expires), profile);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void anIdleConnectionIsClosedAtItsExpiry(Profile profile) {
        TestClient alice = connect("alice", Duration.ofMinutes(5), profile);
        TestClient bob = notes.connect("bob");
        assertThat(notes.host.canHibernate()).isTrue();

        notes.host.clock().advance(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(alice.socket().isOpen()).isTrue();
        notes.host.clock().advance(ROUND);

        assertThat(alice.socket().closeCode()).isEqualTo(CloseCode.UNAUTHENTICATED);
        assertThat(bob.socket().isOpen()).isTrue();
        assertThat(notes.host.alarmMillis()).isNull();
    }

    @Test
    void aConnectionOfASleepingObjectIsClosedToo() {
        TestClient alice = connect("alice", Duration.ofMinutes(5), Profile.REFERENCE);
        subscribe(alice, "notes");
        notes.host.evict(WebSockets.HIBERNATE);

        notes.host.clock().advance(Duration.ofMinutes(5).plus(ROUND));

        assertThat(alice.socket().closeCode()).isEqualTo(CloseCode.UNAUTHENTICATED);
        assertThat(notes.count("SELECT COUNT(*) FROM _sync_subscriptions")).isZero();
    }

    @Test
    void aFrameBehindTheExpiryIsNotCarriedOut() {
        notes.host.clock().advance(Duration.ofSeconds(1));
        TestClient alice = connect("alice", Duration.ofSeconds(4), Profile.REFERENCE);
        notes.host.clock().advance(Duration.ofSeconds(4));

        WriteOutcome write = alice.insert("notes", "1", note("one"));

        assertThat(write.isPending()).isTrue();
        assertThat(alice.socket().closeCode()).isEqualTo(CloseCode.UNAUTHENTICATED);
        assertThat(notes.count("SELECT COUNT(*) FROM notes")).isZero();
    }

    @Test
    void whoComesBackWithANewTokenGoesOn() {
        TestClient alice = connect("alice", Duration.ofMinutes(1), Profile.REFERENCE);
        LiveRows seen = subscribe(alice, "notes");
        notes.host.clock().advance(Duration.ofMinutes(2));
        notes.write("INSERT INTO notes VALUES ('1', 'one', 0)");
        notes.tick();

        assertThat(seen.rows()).isEmpty();
        LiveRows again = subscribe(connect("alice", Duration.ofMinutes(1), Profile.REFERENCE), "notes");
        assertThat(again.rows()).containsOnlyKeys("1");
    }

    @Test
    void connectionsThatExpireAboutTheSameTimeShareAnAlarm() {
        for (int i = 0; i < 8; i++) {
            connect("user" + i, Duration.ofSeconds(60 + i), Profile.REFERENCE);
        }
        connect("late", Duration.ofMinutes(10), Profile.REFERENCE);
        int events = notes.host.events();

        notes.host.clock().advance(Duration.ofSeconds(75));

        int closed = 8;
        assertThat(notes.host.events() - events - closed).isLessThanOrEqualTo(2);
        assertThat(notes.host.alarmMillis()).isNotNull();
    }

    @Test
    void theWelcomeTellsTheExpiry() {
        double expires = (double) (notes.host.clock().millis() + 60_000);

        assertThat(connect("alice", Duration.ofMinutes(1), Profile.SAMOVAR_1)
                        .conversation()
                        .welcome()
                        .expires())
                .isEqualTo(expires);
        assertThat(TestClient.connect(notes.host, "bob", Profile.SAMOVAR_1)
                        .conversation()
                        .welcome()
                        .expires())
                .isNull();
    }
}
