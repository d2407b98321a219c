package dev.samovar.protocol.query;

import static dev.samovar.protocol.query.PredicateTest.function;
import static dev.samovar.protocol.query.PredicateTest.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Value;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and how it is told. */
class PredicateParserTest {
    private static final Columns COLUMNS = Columns.stored(List.of("a", "b"));
    private static final Value ONE = literal(Value.of(1));

    @ParameterizedTest
    @ValueSource(strings = {"ne", "ilike", "upper", "add", "EQ", "", "caseWhen"})
    void otherOperatorsAreUnsupported(String operator) {
        assertRefused(function(operator, reference("a"), ONE), ErrorCode.UNSUPPORTED);
    }

    @Test
    void whatIsComputedIsUnsupported() {
        assertRefused(function("eq", function("upper", reference("a")), ONE), ErrorCode.UNSUPPORTED);
        assertRefused(function("isNull", function("eq", reference("a"), ONE)), ErrorCode.UNSUPPORTED);
        assertRefused(function("like", reference("a"), reference("b")), ErrorCode.UNSUPPORTED);
        assertRefused(function("in", reference("a"), reference("b")), ErrorCode.UNSUPPORTED);
    }

    @Test
    void otherShapesAreUnsupported() {
        assertRefused(Value.of("a = 1"), ErrorCode.UNSUPPORTED);
        assertRefused(Value.map(), ErrorCode.UNSUPPORTED);
        assertRefused(function("eq", reference("a")), ErrorCode.UNSUPPORTED);
        assertRefused(function("eq", reference("a"), ONE, ONE), ErrorCode.UNSUPPORTED);
        assertRefused(function("not"), ErrorCode.UNSUPPORTED);
        assertRefused(Value.map("type", Value.of("ref"), "path", Value.array()), ErrorCode.UNSUPPORTED);
        assertRefused(
                Value.map("type", Value.of("ref"), "path", Value.array(Value.of("a"), Value.of("b"))),
                ErrorCode.UNSUPPORTED);
    }

    @Test
    void unknownColumnsAreInvalidWhereverTheyAre() {
        assertRefused(function("eq", reference("c"), ONE), ErrorCode.VALIDATION);
        assertRefused(function("isUndefined", reference("c")), ErrorCode.VALIDATION);
        assertRefused(function("or", function("and"), reference("c")), ErrorCode.VALIDATION);
        assertThat(refused(function("eq", reference("x".repeat(1_000)), ONE))
                        .refusal()
                        .message())
                .hasSizeLessThan(200);
    }

    @Test
    void literalsThatNoColumnHoldsAreInvalid() {
        assertRefused(function("eq", reference("a"), literal(Value.array(ONE))), ErrorCode.VALIDATION);
        assertRefused(
                function("eq", reference("a"), literal(Value.map("__type", Value.of("Date")))), ErrorCode.VALIDATION);
        assertRefused(function("in", reference("a"), literal(Value.array(Value.array()))), ErrorCode.VALIDATION);
        assertRefused(function("in", reference("a"), ONE), ErrorCode.VALIDATION);
        assertRefused(function("like", reference("a"), ONE), ErrorCode.VALIDATION);
    }

    @Test
    void depthIsLimited() {
        assertThat(Predicate.parse(nested(PredicateParser.MAX_DEPTH), COLUMNS).usedColumns())
                .containsExactly(0);
        assertRefused(nested(PredicateParser.MAX_DEPTH + 1), ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void nodesAreLimited() {
        Value[] comparisons = new Value[333];
        java.util.Arrays.fill(comparisons, function("eq", reference("a"), ONE));
        assertThat(Predicate.parse(function("and", comparisons), COLUMNS).isEverything())
                .isFalse();

        Value two = function("and", function("and", comparisons));
        assertRefused(two, ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void listsAreLimitedTogether() {
        assertThat(Predicate.parse(in(10_000), COLUMNS).isNothing()).isFalse();
        assertRefused(in(10_001), ErrorCode.LIMIT_EXCEEDED);
        assertRefused(function("and", in(5_000), in(5_001)), ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void aMessageNamesTheMend() {
        assertThat(refused(function("ne", reference("a"), ONE)).refusal().message())
                .contains("'ne'")
                .contains("not are served");
    }

    private static Value in(int count) {
        return function("in", reference("a"), literal(new Value.Array(Collections.nCopies(count, Value.of(1)))));
    }

    private static Value nested(int depth) {
        Value value = function("eq", reference("a"), ONE);
        for (int i = 1; i < depth; i++) {
            value = function("not", value);
        }
        return value;
    }

    private static Value literal(Value value) {
        return Value.map("type", Value.of("val"), "value", value);
    }

    private static void assertRefused(Value where, ErrorCode code) {
        assertThat(refused(where).refusal().code()).isEqualTo(code.name());
    }

    private static QueryException refused(Value where) {
        return catchThrowableOfType(QueryException.class, () -> Predicate.parse(where, COLUMNS));
    }
}
