package dev.samovar.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainValuesTest {
    @Test
    void plainJavaBecomesWhatTheWireCarries() {
        assertThat(PlainValues.of(null)).isEqualTo(Value.NULL);
        assertThat(PlainValues.of("a")).isEqualTo(Value.of("a"));
        assertThat(PlainValues.of(3)).isEqualTo(Value.of(3.0));
        assertThat(PlainValues.of(3L)).isEqualTo(Value.of(3.0));
        assertThat(PlainValues.of(0.5f)).isEqualTo(Value.of(0.5));
        assertThat(PlainValues.of(true)).isEqualTo(Value.of(true));
        assertThat(PlainValues.of(Value.BigInt.of(7))).isEqualTo(Value.BigInt.of(7));
        assertThat(PlainValues.of(Arrays.asList("a", null))).isEqualTo(Value.array(Value.of("a"), Value.NULL));
        assertThat(PlainValues.of(Map.of("a", List.of(1)))).isEqualTo(Value.map("a", Value.array(Value.of(1.0))));
    }

    @Test
    void bytesMayBeChangedAfterwards() {
        byte[] bytes = {1, 2};
        Value value = PlainValues.of(bytes);

        bytes[0] = 9;

        assertThat(value).isEqualTo(Value.of(new byte[] {1, 2}));
    }

    @Test
    void whatCannotBeCarriedExactlyIsRefused() {
        assertThatThrownBy(() -> PlainValues.of(1L << 53))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("beyond 2^53-1");
        assertThatThrownBy(() -> PlainValues.of(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> PlainValues.of(Map.of(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys are not texts");
    }
}
