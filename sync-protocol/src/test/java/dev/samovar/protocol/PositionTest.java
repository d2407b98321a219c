package dev.samovar.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    private static final long LAST = 9_007_199_254_740_991L;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 41, 2_147_483_647L, 2_147_483_648L, 4_294_967_296L, 1_234_567_890_123L, LAST})
    void textIsReadAsItIsWritten(long value) {
        Position position = new Position(value);

        assertThat(position).hasToString(Long.toString(value));
        assertThat(Position.parse(position.toString())).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                " 1",
                "1 ",
                "1.0",
                "1e3",
                "0x1",
                "00",
                "01",
                "abc",
                "1a",
                "-0",
                "NaN",
                "9007199254740992",
                "9999999999999999",
                "10000000000000000",
                "99999999999999999999999999",
                "\u0661",
                "\uff11"
            })
    void anythingElseIsNoPosition(String text) {
        assertThat(Position.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, LAST + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void positionBeyondJavaScriptsExactNumbersIsRefused(long value) {
        assertThatThrownBy(() -> new Position(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Long.toString(value));
    }

    @Test
    void positionsAreOrdered() {
        Position first = Position.ZERO.next();

        assertThat(first).isEqualTo(new Position(1)).isGreaterThan(Position.ZERO);
        assertThat(first.isAfter(Position.ZERO)).isTrue();
        assertThat(first.isAfter(first)).isFalse();
        assertThat(Position.ZERO.isAfter(first)).isFalse();
    }

    @Test
    void nothingFollowsTheLastPosition() {
        assertThatThrownBy(() -> new Position(LAST).next()).isInstanceOf(IllegalArgumentException.class);
    }
}
