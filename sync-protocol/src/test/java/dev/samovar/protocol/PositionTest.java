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
    void textIsReadAsItIsWrittenWhereItsHalvesMeet() {
        for (long billions = 1; billions * 1_000_000_000 < LAST; billions += billions / 2 + 1) {
            for (long near = -2; near <= 2; near++) {
                long value = billions * 1_000_000_000 + near;
                assertThat(new Position(value)).hasToString(Long.toString(value));
                assertThat(Position.parse(Long.toString(value))).isEqualTo(new Position(value));
                assertThat(Position.of((double) value).value()).isEqualTo(value);
            }
        }
        for (long value = 9_007_198_999_999_990L; value < 9_007_199_000_000_010L; value++) {
            assertThat(new Position(value)).hasToString(Long.toString(value));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.5, 9_007_199_254_740_992d, Double.NaN, Double.POSITIVE_INFINITY})
    void aNumberThatIsNoPositionIsRefused(double number) {
        assertThatThrownBy(() -> Position.of(number)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalPositionsHaveEqualHashes() {
        assertThat(new Position(1_767_225_600_000L))
                .isEqualTo(Position.of(1_767_225_600_000d))
                .hasSameHashCodeAs(Position.of(1_767_225_600_000d))
                .isNotEqualTo(new Position(1_767_225_600_001L));
    }

    @Test
    void positionsAreOrdered() {
        Position first = Position.zero().next();

        assertThat(first).isEqualTo(new Position(1)).isGreaterThan(Position.zero());
        assertThat(first.isAfter(Position.zero())).isTrue();
        assertThat(first.isAfter(first)).isFalse();
        assertThat(Position.zero().isAfter(first)).isFalse();
    }

    @Test
    void nothingFollowsTheLastPosition() {
        assertThatThrownBy(() -> new Position(LAST).next()).isInstanceOf(IllegalArgumentException.class);
    }
}
