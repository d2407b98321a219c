package dev.samovar.client.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.protocol.PlainValues;
import dev.samovar.protocol.Value;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowValuesTest {
    private static RowValues row(String column, @Nullable Object value) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put(column, value);
        return new RowValues(PlainValues.map(columns));
    }

    @Test
    void aColumnIsReadAsItsType() {
        assertThat(row("c", "a").text("c")).isEqualTo("a");
        assertThat(row("c", 0.5).number("c")).isEqualTo(0.5);
        assertThat(row("c", 7).integer("c")).isEqualTo(7);
        assertThat(row("c", -9_007_199_254_740_991L).integer("c")).isEqualTo(-9_007_199_254_740_991L);
        assertThat(row("c", Value.BigInt.of(Long.MIN_VALUE)).integer("c")).isEqualTo(Long.MIN_VALUE);
        assertThat(row("c", true).bool("c")).isTrue();
        assertThat(row("c", new byte[] {1}).bytes("c")).containsExactly(1);
    }

    @Test
    void nullAndAMissingColumnAreNullForWhoAsksForIt() {
        for (RowValues row : new RowValues[] {row("c", null), row("d", "a")}) {
            assertThat(row.isNull("c")).isTrue();
            assertThat(row.textOrNull("c")).isNull();
            assertThat(row.numberOrNull("c")).isNull();
            assertThat(row.integerOrNull("c")).isNull();
            assertThat(row.boolOrNull("c")).isNull();
            assertThat(row.bytesOrNull("c")).isNull();
        }
        assertThat(row("c", 7).integerOrNull("c")).isEqualTo(7);
    }

    @Test
    void aColumnOfAnotherTypeSaysWhatThereIsButNotItsValue() {
        assertThatThrownBy(() -> row("c", "secret").number("c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Column 'c' must be a number, but it is a Text")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> row("c", 1).text("d")).hasMessageContaining("there is no such column");
        assertThatThrownBy(() -> row("c", null).bool("c")).hasMessageContaining("it is a Null");
    }

    @Test
    void whatIsNoLongIsNoInteger() {
        for (Object value : new Object[] {0.5, 1e300, Double.NaN, new Value.BigInt(-1, false)}) {
            assertThatThrownBy(() -> row("c", value).integer("c")).hasMessageContaining("a whole number");
        }
    }
}
