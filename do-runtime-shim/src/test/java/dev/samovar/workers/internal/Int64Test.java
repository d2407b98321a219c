package dev.samovar.workers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Int64Test {
    @ParameterizedTest
    @ValueSource(longs = {0, 7, -7, 10, 9_007_199_254_740_993L, Long.MAX_VALUE, Long.MIN_VALUE})
    void readsWhatALongSaysOfItself(long number) {
        assertThat(Int64.parse(Long.toString(number))).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "--1",
                "+1",
                " 1",
                "1.0",
                "1e3",
                "a",
                "\u0661",
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "-9999999999999999999",
                "18446744073709551617",
                "99999999999999999999"
            })
    void whatIsNoIntegerOf64BitsIsNone(String text) {
        assertThat(Int64.parse(text)).isNull();
    }
}
