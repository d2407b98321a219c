package dev.samovar.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void theBoundDoublesUpToTheCap() {
        int[] bounds = new int[10];
        for (int failures = 1; failures <= 10; failures++) {
            bounds[failures - 1] = Backoff.boundMillis(failures);
        }

        assertThat(bounds).containsExactly(250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000);
        assertThat(Backoff.boundMillis(Integer.MAX_VALUE)).isEqualTo(30_000);
    }

    @Test
    void theDelayIsSpreadEvenlyFromNothingToTheBound() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            for (int failures = 1; failures <= 12; failures++) {
                int bound = Backoff.boundMillis(failures);
                long sum = 0;
                for (int i = 0; i < 1_000; i++) {
                    int delay = Backoff.delayMillis(failures, random.nextDouble());
                    assertThat(delay).as("seed %d", seed).isBetween(0, bound);
                    sum += delay;
                }
                assertThat(sum / 1_000.0).as("mean, seed %d", seed).isBetween(bound * 0.44, bound * 0.56);
            }
        }
    }

    @Test
    void bothEndsOfTheRangeOccur() {
        assertThat(Backoff.delayMillis(3, 0)).isZero();
        assertThat(Backoff.delayMillis(3, Math.nextDown(1.0))).isEqualTo(1_000);
    }
}
