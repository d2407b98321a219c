package dev.samovar.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    @Test
    void whatOneEndWritesTheOtherReads() {
        String reason = RetryAfter.reason(30, "too many messages");

        assertThat(reason).isEqualTo("retry-after=30; too many messages");
        assertThat(RetryAfter.seconds(reason)).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "busy",
                "retry-after",
                "retry-after=",
                "retry-after=-5",
                "retry-after= 5",
                "wait; retry-after=5"
            })
    void aReasonThatDoesNotBeginWithItSaysNothing(String reason) {
        assertThat(RetryAfter.seconds(reason)).isZero();
    }

    @Test
    void noServerKeepsAClientAwayForLong() {
        assertThat(RetryAfter.seconds("retry-after=300")).isEqualTo(300);
        assertThat(RetryAfter.seconds("retry-after=301")).isEqualTo(300);
        assertThat(RetryAfter.seconds("retry-after=" + "9".repeat(100))).isEqualTo(300);
    }

    @Test
    void onlyTheDigitsCount() {
        assertThat(RetryAfter.seconds("retry-after=7")).isEqualTo(7);
        assertThat(RetryAfter.seconds("retry-after=0")).isZero();
        assertThat(RetryAfter.seconds("retry-after=12.9")).isEqualTo(12);
    }
}
