package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.samovar.protocol.Value;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A row as a client sends it. What is stored is read the same way, in the tests of updates. */
class RowReaderTest {
    private final Map<String, Value> columns = new HashMap<>();

    private RowReader row() {
        return new WireRow(new Value.Map(columns), "id", "key", null);
    }

    @Test
    void eachTypeIsReadAsItWasSent() {
        columns.put("text", Value.of("é"));
        columns.put("real", Value.of(1.5));
        columns.put("whole", Value.of(9_007_199_254_740_991L));
        columns.put("yes", Value.of(true));
        columns.put("stored", Value.of(0));
        columns.put("bytes", Value.of(new byte[] {1, 2}));

        assertThat(row().text("text")).isEqualTo("é");
        assertThat(row().number("real")).isEqualTo(1.5);
        assertThat(row().integer("whole")).isEqualTo(9_007_199_254_740_991L);
        assertThat(row().bool("yes")).isTrue();
        assertThat(row().bool("stored")).isFalse();
        assertThat(row().bytes("bytes")).containsExactly(1, 2);
    }

    @Test
    void theKeyIsTheOperationsKey() {
        assertThat(row().text("id")).isEqualTo("key");
    }

    @Test
    void nullAndAbsentAreTheSame() {
        columns.put("text", Value.NULL);

        assertThat(row().textOrNull("text")).isNull();
        assertThat(row().textOrNull("other")).isNull();
        assertWrong(() -> row().text("text"), "text is missing");
        assertWrong(() -> row().text("other"), "other is missing");
    }

    @Test
    void nothingIsConverted() {
        columns.put("text", Value.of("5"));
        columns.put("number", Value.of(2));

        assertWrong(() -> row().integer("text"), "text must be a number");
        assertWrong(() -> row().text("number"), "number must be text");
        assertWrong(() -> row().bool("number"), "number must be true or false");
        assertWrong(() -> row().bytes("text"), "text must be bytes");
    }

    @Test
    void anIntegerIsWholeAndExact() {
        columns.put("fraction", Value.of(1.5));
        columns.put("large", Value.of(9_007_199_254_740_992d));
        columns.put("none", Value.of(Double.NaN));
        columns.put("endless", Value.of(Double.POSITIVE_INFINITY));

        assertWrong(() -> row().integer("fraction"), "fraction must be an integer within 2^53-1");
        assertWrong(() -> row().integer("large"), "large must be an integer within 2^53-1");
        assertWrong(() -> row().number("none"), "none must be a number");
        assertWrong(() -> row().number("endless"), "endless must be a number");
    }

    @Test
    void whatNoColumnCanHoldIsRefused() {
        columns.put("list", Value.array(Value.of(1)));
        columns.put("bigint", Value.BigInt.of(1));

        assertWrong(() -> row().text("list"), "list must be text, a number, a boolean, bytes or null");
        assertWrong(() -> row().integer("bigint"), "bigint must be text, a number, a boolean, bytes or null");
    }

    private static void assertWrong(Runnable read, String message) {
        assertThatIllegalArgumentException().isThrownBy(read::run).withMessage(message);
    }
}
