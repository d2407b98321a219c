package dev.samovar.protocol.query;

import static dev.samovar.protocol.query.PredicateTest.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderingTest {
    private static final Columns COLUMNS =
            new Columns(List.of("v", "n", "bytes"), List.of(ColumnType.TEXT, ColumnType.NUMBER, ColumnType.BYTES));

    @Test
    void nullsComeFirstInBothDirectionsUnlessSaidOtherwise() {
        assertThat(sorted(clause("asc", null), 2.0, null, 1.0)).containsExactly(null, 1.0, 2.0);
        assertThat(sorted(clause("desc", null), 2.0, null, 1.0)).containsExactly(null, 2.0, 1.0);
        assertThat(sorted(clause("asc", "last"), 2.0, null, 1.0)).containsExactly(1.0, 2.0, null);
        assertThat(sorted(clause("desc", "last"), 2.0, null, 1.0)).containsExactly(2.0, 1.0, null);
    }

    @Test
    void numbersComeBeforeTextAndTextBeforeBytes() {
        byte[] low = {1};
        byte[] high = {-1};

        assertThat(sorted(clause("asc", null), high, "a", 5.0, low, "B", Double.NaN, "\ufffd", "\ud83d\ude80", true))
                .containsExactly(true, 5.0, Double.NaN, "B", "a", "\ud83d\ude80", "\ufffd", low, high);
    }

    @Test
    void tiesAreInTheOrderOfTheKeysInBothDirections() {
        Ordering descending = Ordering.parse(Value.array(clause("desc", null)), COLUMNS);
        @Nullable Object[] row = {"x", null, null};

        assertThat(descending.compare(row, "a", row, "b")).isNegative();
        assertThat(descending.compare(row, "b", row, "a")).isPositive();
        assertThat(descending.compare(row, "a", row, "a")).isZero();
        assertThat(Ordering.NONE.compare(row, "\ud83d\ude80", row, "\ufffd")).isNegative();
    }

    @Test
    void laterTermsDecideWhereEarlierAreEqual() {
        Ordering order = Ordering.parse(
                Value.array(Value.map("col", Value.of("v")), Value.map("col", Value.of("n"), "dir", Value.of("desc"))),
                COLUMNS);

        assertThat(order.compare(new Object[] {"x", 1.0, null}, "a", new Object[] {"x", 2.0, null}, "b"))
                .isPositive();
        assertThat(order.terms()).hasSize(2);
    }

    @Test
    void theLastElementOfThePathIsTheColumn() {
        Value expression = Value.map("type", Value.of("ref"), "path", Value.array(Value.of("alias"), Value.of("n")));

        assertThat(term(Value.map("expression", expression)).column().index()).isEqualTo(1);
    }

    @Test
    void aDirectionOutsideOfTheOptionsIsNotRead() {
        Value clause = Value.map("expression", reference("n"), "direction", Value.of("desc"));

        assertThat(term(clause).isDescending()).isFalse();
        assertThat(term(Value.map("col", Value.of("n"), "dir", Value.of("DESC")))
                        .isDescending())
                .isFalse();
    }

    @Test
    void textIsOrderedByLocaleUnlessDeclaredLexical() {
        assertThat(term(Value.map("col", Value.of("v"))).isLocale()).isTrue();
        assertThat(term(Value.map("col", Value.of("n"))).isLocale()).isFalse();
        assertThat(term(Value.map("col", Value.of("bytes"))).isLocale()).isTrue();
        Value options = Value.map("stringSort", Value.of("lexical"));
        assertThat(term(Value.map("expression", reference("v"), "compareOptions", options))
                        .isLocale())
                .isFalse();
        assertThat(Ordering.parse(Value.array(Value.map("col", Value.of("v"))), COLUMNS)
                        .isLocale())
                .isTrue();
        assertThat(Ordering.NONE.isLocale()).isFalse();
    }

    @Test
    void whatIsNoListOrAnEmptyOneIsNoOrder() {
        assertThat(Ordering.parse(null, COLUMNS)).isSameAs(Ordering.NONE);
        assertThat(Ordering.parse(Value.of("v"), COLUMNS)).isSameAs(Ordering.NONE);
        assertThat(Ordering.parse(Value.array(), COLUMNS)).isSameAs(Ordering.NONE);
    }

    @Test
    void otherClausesAreRefused() {
        assertRefused(Value.array(Value.of("v")), ErrorCode.UNSUPPORTED);
        assertRefused(Value.array(Value.map()), ErrorCode.UNSUPPORTED);
        assertRefused(
                Value.array(Value.map("expression", PredicateTest.function("upper", reference("v")))),
                ErrorCode.UNSUPPORTED);
        assertRefused(Value.array(Value.map("col", Value.of("x"))), ErrorCode.VALIDATION);
        Value clause = Value.map("col", Value.of("v"));
        assertRefused(new Value.Array(Collections.nCopies(9, clause)), ErrorCode.LIMIT_EXCEEDED);
        assertThat(Ordering.parse(new Value.Array(Collections.nCopies(8, clause)), COLUMNS)
                        .terms())
                .hasSize(8);
    }

    private static Value clause(String direction, @Nullable String nulls) {
        Value placement = nulls == null ? Value.NULL : Value.of(nulls);
        return Value.map(
                "expression",
                reference("v"),
                "compareOptions",
                Value.map("direction", Value.of(direction), "nulls", placement));
    }

    private static Ordering.Term term(Value clause) {
        return Ordering.parse(Value.array(clause), COLUMNS).terms().get(0);
    }

    private static List<@Nullable Object> sorted(Value clause, @Nullable Object... values) {
        Ordering order = Ordering.parse(Value.array(clause), COLUMNS);
        List<@Nullable Object> sorted = new ArrayList<>(Arrays.asList(values));
        sorted.sort((a, b) ->
                order.compare(new @Nullable Object[] {a, null, null}, "", new @Nullable Object[] {b, null, null}, ""));
        return sorted;
    }

    private static void assertRefused(Value orderBy, ErrorCode code) {
        QueryException refused = catchThrowableOfType(QueryException.class, () -> Ordering.parse(orderBy, COLUMNS));
        assertThat(refused.refusal().code()).isEqualTo(code.name());
    }
}
