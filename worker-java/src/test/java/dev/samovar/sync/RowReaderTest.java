package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.samovar.protocol.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A row as a client sends it. What is stored is read the same way, in the tests of updates. */
class RowReaderTest {
    private final Map<String, Value> columns = new HashMap<>();

    private RowReader row() {
        return new WireRow(new Value.Map(columns), "id", "key", null, "");
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
        assertWrong(row -> row.text("text"), "text is missing");
        assertWrong(row -> row.text("other"), "other is missing");
    }

    @Test
    void nothingIsConverted() {
        columns.put("text", Value.of("5"));
        columns.put("number", Value.of(2));

        assertWrong(row -> row.integer("text"), "text must be a number");
        assertWrong(row -> row.text("number"), "number must be text");
        assertWrong(row -> row.bool("number"), "number must be true or false");
        assertWrong(row -> row.bytes("text"), "text must be bytes");
    }

    @Test
    void anIntegerIsWholeAndExact() {
        columns.put("fraction", Value.of(1.5));
        columns.put("large", Value.of(9_007_199_254_740_992d));
        columns.put("none", Value.of(Double.NaN));
        columns.put("endless", Value.of(Double.POSITIVE_INFINITY));

        assertWrong(row -> row.integer("fraction"), "fraction must be an integer within 2^53-1");
        assertWrong(row -> row.integer("large"), "large must be an integer within 2^53-1");
        assertWrong(row -> row.number("none"), "none must be a number");
        assertWrong(row -> row.number("endless"), "endless must be a number");
    }

    @Test
    void aBigintHas64Bits() {
        columns.put("bigint", Value.BigInt.of(Long.MIN_VALUE));
        columns.put("number", Value.of(-7));
        columns.put("inexact", Value.of(0x1p53));

        assertThat(row().bigint("bigint")).isEqualTo(Long.MIN_VALUE);
        assertThat(row().bigintOrNull("number")).isEqualTo(-7);
        assertThat(row().bigintOrNull("absent")).isNull();
        assertWrong(row -> row.bigint("inexact"), "inexact must be a bigint of 64 bits");
        assertWrong(row -> row.integer("bigint"), "bigint must be a number");
    }

    @Test
    void whatNoColumnCanHoldIsRefused() {
        columns.put("list", Value.array(Value.of(1)));
        columns.put("huge", new Value.BigInt(-1, false));

        assertWrong(
                row -> row.text("list"), "list must be text, a number, a boolean, a bigint of 64 bits, bytes or null");
        assertWrong(
                row -> row.bigint("huge"),
                "huge must be text, a number, a boolean, a bigint of 64 bits, bytes or null");
    }

    @Test
    void lengthsAndRangesAreChecked() {
        columns.put("text", Value.of("four"));
        columns.put("bytes", Value.of(new byte[] {1, 2}));
        columns.put("number", Value.of(1.5));

        assertThat(row().text("text", Length.of(4, 4))).isEqualTo("four");
        assertThat(row().bytes("bytes", Length.max(2))).hasSize(2);
        assertThat(row().number("number", Range.of(1, 2))).isEqualTo(1.5);
        assertWrong(row -> row.text("text", Length.max(3)), "text must have at most 3 characters");
        assertWrong(row -> row.text("text", Length.of(5, 9)), "text must have 5 to 9 characters");
        assertWrong(row -> row.text("text", Length.of(5, 5)), "text must have 5 characters");
        assertWrong(row -> row.text("text", Length.of(5, Integer.MAX_VALUE)), "text must have at least 5 characters");
        assertWrong(row -> row.bytes("bytes", Length.max(1)), "bytes must have at most 1 bytes");
        assertWrong(row -> row.number("number", Range.min(2)), "number must be at least 2");
        assertWrong(row -> row.number("number", Range.max(-1)), "number must be at most -1");
        assertWrong(row -> row.number("number", Range.of(2, 5)), "number must be 2 to 5");
    }

    @Test
    void integersHaveRangesToo() {
        columns.put("stars", Value.of(6));

        assertThat(row().integer("stars", Range.of(0, 6))).isEqualTo(6);
        assertWrong(row -> row.integer("stars", Range.of(0, 5)), "stars must be 0 to 5");
        assertWrong(row -> row.integerOrNull("stars", Range.of(0, 5)), "stars must be 0 to 5");
    }

    @Test
    void whatMayBeMissingIsCheckedWhenItIsThere() {
        columns.put("text", Value.of("long"));
        columns.put("number", Value.of(7));
        columns.put("yes", Value.of(1));
        columns.put("bytes", Value.of(new byte[] {1}));

        RowReader row = row();
        assertThat(row.integerOrNull("number")).isEqualTo(7);
        assertThat(row.numberOrNull("number")).isEqualTo(7);
        assertThat(row.boolOrNull("yes")).isTrue();
        assertThat(row.bytesOrNull("bytes")).containsExactly(1);
        for (String absent : List.of("a", "b")) {
            assertThat(row.textOrNull(absent, Length.of(1, 2))).isNull();
            assertThat(row.integerOrNull(absent, Range.min(1))).isNull();
            assertThat(row.numberOrNull(absent, Range.min(1))).isNull();
            assertThat(row.boolOrNull(absent)).isNull();
            assertThat(row.bytesOrNull(absent, Length.of(1, 2))).isNull();
        }
        row.rejectProblems();
        assertWrong(r -> r.textOrNull("text", Length.max(3)), "text must have at most 3 characters");
        assertWrong(r -> r.boolOrNull("number"), "number must be true or false");
    }

    @Test
    void aChoiceIsOneOfSomeTexts() {
        columns.put("status", Value.of("lost"));

        assertThat(row().choice("status", "open", "lost")).isEqualTo("lost");
        assertWrong(row -> row.choice("status", "open", "done"), "status must be one of open, done");
        assertWrong(row -> row.choice("other", "open", "done"), "other is missing");
    }

    @Test
    void aChoiceMayBeOfValuesThatHaveNames() {
        columns.put("status", Value.of("lost"));
        List<String> names = List.of("open", "lost");
        Integer[] values = {1, 2};

        assertThat(row().choice("status", names, values)).isEqualTo(2);
        assertThat(row().choiceOrNull("status", names, values)).isEqualTo(2);
        assertThat(row().choiceOrNull("other", names, values)).isNull();
        assertWrong(row -> row.choice("status", List.of("open", "done"), values), "status must be one of open, done");
        assertWrong(row -> row.choice("other", names, values), "other is missing");
    }

    @Test
    void allProblemsAreToldTogetherAndOneOfEachColumn() {
        columns.put("text", Value.of(5));
        columns.put("number", Value.of(-1));
        columns.put("list", Value.array());

        assertWrong(
                row -> {
                    row.text("text", Length.of(1, 5));
                    row.check(false, "text", "must not be this");
                    row.integer("number", Range.min(0));
                    row.text("list");
                    row.check(false, "absent", "must not lie in the past");
                    row.text("absent");
                },
                "text must be text; number must be at least 0;"
                        + " list must be text, a number, a boolean, a bigint of 64 bits, bytes or null; absent must not lie in the past");
    }

    @Test
    void whatARecordSaysOfEmptyValuesIsNotTold() {
        columns.put("stars", Value.of(1));

        assertWrong(row -> new Note(row.text("id"), row.text("text"), row.integer("stars")), "text is missing");
    }

    @Test
    void aMistakeOfTheDecoderIsNotTakenForOneOfTheClient() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RowReader.read(row(), in -> {
                    throw new IllegalStateException("a bug");
                }));
    }

    @Test
    void theMessageDoesNotGrowWithTheRow() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> RowReader.read(row(), in -> {
                    for (int i = 0; i < 10_000; i++) {
                        in.text("column" + i);
                    }
                    return true;
                }))
                .satisfies(rejected -> assertThat(rejected).message().hasSizeLessThan(600));
    }

    private void assertWrong(Consumer<RowReader> read, String problem) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> RowReader.read(row(), in -> {
                    read.accept(in);
                    return true;
                }))
                .withMessage("validation failed: " + problem);
    }
}
