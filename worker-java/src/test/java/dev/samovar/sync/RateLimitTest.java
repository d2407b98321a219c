package dev.samovar.sync;

import static dev.samovar.sync.Notes.note;
import static dev.samovar.sync.Notes.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one connection may send. */
class RateLimitTest {
    private final Notes notes = new Notes();

    RateLimitTest() {
        notes.script.options = SyncOptions.DEFAULTS.withRateLimit(new RateLimit(10, 20, 100_000, 2 << 20));
    }

    @AfterEach
    void close() {
        notes.close();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aWriteBeyondTheBurstIsRefusedAndMayComeAgainAsTheRefusalSays(Profile profile) {
        TestClient alice = TestClient.connect(notes.host, "alice", profile);
        alice.frames();
        int sent = profile == Profile.SAMOVAR_1 ? 2 : 0;
        for (; sent < 20; sent++) {
            alice.send(new ClientFrame.Unsub("none"));
        }

        WriteOutcome refused = alice.insert("notes", "1", note("one"));
        assertThat(refused.rejection().code()).isEqualTo("RATE_LIMITED");
        assertThat(refused.rejection().retryAfter()).isEqualTo(100);
        notes.host.clock().advance(Duration.ofSeconds(1));

        assertThat(alice.repeat(refused).isCommitted()).isTrue();
    }

    @Test
    void whoSendsAtTheRateIsNeverRefused() {
        TestClient alice = notes.connect("alice");
        for (int i = 0; i < 200; i++) {
            assertThat(alice.insert("notes", "n" + i, note("text")).isCommitted())
                    .isTrue();
            notes.host.clock().advance(Duration.ofMillis(100));
        }
    }

    @Test
    void subscriptionsAndFetchesAreAnsweredAndOtherFramesDropped() {
        TestClient alice = notes.connect("alice");
        LiveRows kept = subscribe(alice, "drafts");
        for (int i = 1; i < 20; i++) {
            alice.send(new ClientFrame.Unsub("none"));
        }

        LiveRows refused = alice.subscribe("notes");
        alice.send(new ClientFrame.Fetch("f", "notes", null, null, null, null));
        alice.send(new ClientFrame.Unsub(kept.sub()));

        assertThat(refused.refusal().code()).isEqualTo("RATE_LIMITED");
        assertThat(alice.frames())
                .anyMatch(frame -> frame instanceof ServerFrame.PageError error
                        && "RATE_LIMITED".equals(error.error().code()));
        notes.write("INSERT INTO drafts VALUES ('1', 'one', 0)");
        notes.tick();
        assertThat(kept.rows()).containsOnlyKeys("1");
    }

    @Test
    void bytesCountToo() {
        TestClient alice = notes.connect("alice");
        Value large = Value.of("x".repeat(900_000));
        alice.call("unknown", large);
        alice.call("unknown", large);

        WriteOutcome third = alice.call("unknown", large);

        assertThat(third.rejection().code()).isEqualTo("RATE_LIMITED");
        assertThat(third.rejection().retryAfter()).isGreaterThan(5_000);
        assertThat(alice.call("unknown").rejection().code()).isEqualTo("UNKNOWN_COMMAND");
    }

    @Test
    void aFloodEndsTheConnectionAndHarmsNobodyElse() {
        TestClient alice = notes.connect("alice");
        TestClient bob = notes.connect("bob");
        for (int i = 0; i < 20 + 200; i++) {
            alice.send(new ClientFrame.Unsub("none"));
        }
        assertThat(alice.socket().isOpen()).isTrue();

        alice.send(new ClientFrame.Unsub("none"));

        assertThat(alice.socket().closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
        assertThat(alice.socket().closeReason()).startsWith("retry-after=2; ");
        assertThat(bob.insert("notes", "1", note("one")).isCommitted()).isTrue();
    }

    @Test
    void theDefaultsLetABurstOfThirtyThousandThrough() {
        Throttle throttle = new Throttle(RateLimit.DEFAULT, 0);
        for (int i = 0; i < 30_000; i++) {
            assertThat(throttle.admit(100, 0)).isEqualTo(Throttle.ADMITTED);
        }
        assertThat(throttle.admit(100, 0)).isEqualTo(1);
        assertThat(throttle.admit(100, -5_000)).as("the clock was set back").isEqualTo(1);
        assertThat(throttle.admit(100, 1_000)).isEqualTo(Throttle.ADMITTED);
    }

    @Test
    void thePauseAllowsAWholeBurstAgain() {
        Throttle throttle = new Throttle(new RateLimit(10, 20, 1 << 20, 4 << 20), 0);
        for (int i = 0; i < 20; i++) {
            throttle.admit(100_000, 0);
        }
        assertThat(throttle.pauseSeconds()).isEqualTo(2);

        double later = 1_000.0 * throttle.pauseSeconds();
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.admit(100_000, later)).isEqualTo(Throttle.ADMITTED);
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(0, 1, 1, 2 << 20));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(1, 1, 1, 1_000));
        assertThatIllegalArgumentException().isThrownBy(() -> SyncOptions.DEFAULTS.withTickMillis(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyncOptions.DEFAULTS.withMaxSubscriptions(5_000))
                .withMessageContaining("maxSubscriptions");
    }

    @Test
    void theNumberOfSubscriptionsIsTheAuthors() {
        notes.script.options = SyncOptions.DEFAULTS.withMaxSubscriptions(1);
        TestClient alice = TestClient.connect(notes.host, "alice", Profile.SAMOVAR_1);
        assertThat(alice.conversation().welcome().limits().subscriptions()).isEqualTo(1);
        subscribe(alice, "notes");

        assertThat(alice.subscribe("drafts").refusal().code()).isEqualTo("LIMIT_EXCEEDED");
    }
}
