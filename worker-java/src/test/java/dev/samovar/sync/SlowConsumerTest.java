package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, 14.3. */
class SlowConsumerTest {
    private static final int LARGE = 500_000;

    private final Cups cups = new Cups();

    @AfterEach
    void close() {
        cups.close();
    }

    @Test
    void aClientThatTakesNothingIsSentAwayAndComesBackWithoutLoss() {
        cups.add(1, "a");
        TestClient slow = cups.connect("slow");
        LiveRows seenBySlow = slow.subscribe("cups");
        LiveRows seenByBob = cups.connect("bob").subscribe("cups");
        seenBySlow.rows();
        slow.withholdAcks();

        int writes = 0;
        while (slow.socket().isOpen() && writes < 100) {
            cups.write("UPDATE cups SET name = substr(hex(zeroblob(?)), 1, ?) || ?", LARGE, LARGE, "" + writes++);
            assertThat(seenByBob.rows()).isEqualTo(cups.cups("true"));
        }

        assertThat(writes).isBetween(SyncLimits.MAX_UNACKED_BYTES / LARGE, SyncLimits.MAX_UNACKED_BYTES / LARGE + 5);
        assertThat(slow.socket().closeCode()).isEqualTo(1013);
        slow.resumeAcks();
        slow.reconnect();
        cups.settle(seenBySlow);
        assertThat(seenBySlow.rows()).isEqualTo(cups.cups("true"));
    }

    @Test
    void aClientThatKeepsUpIsNotSentAwayHoweverMuchItGets() {
        cups.add(1, "a");
        TestClient alice = cups.connect("alice");
        LiveRows rows = alice.subscribe("cups");

        for (int i = 0; i < 50; i++) {
            cups.write("UPDATE cups SET name = substr(hex(zeroblob(?)), 1, ?) || ?", LARGE, LARGE, "" + i);
            rows.rows();
        }

        assertThat(alice.received().bytes()).isGreaterThan(SyncLimits.MAX_UNACKED_BYTES);
        assertThat(alice.socket().isOpen()).isTrue();
    }
}
