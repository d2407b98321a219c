package dev.samovar.protocol.query;

import static dev.samovar.protocol.query.Predicate.and;
import static dev.samovar.protocol.query.Predicate.eq;
import static dev.samovar.protocol.query.Predicate.gt;
import static dev.samovar.protocol.query.Predicate.gte;
import static dev.samovar.protocol.query.Predicate.in;
import static dev.samovar.protocol.query.Predicate.isNull;
import static dev.samovar.protocol.query.Predicate.like;
import static dev.samovar.protocol.query.Predicate.lt;
import static dev.samovar.protocol.query.Predicate.lte;
import static dev.samovar.protocol.query.Predicate.not;
import static dev.samovar.protocol.query.Predicate.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.samovar.protocol.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rows a predicate includes: as TanStack DB says, also where SQLite would say something else. */
class PredicateTest {
    private static final Columns COLUMNS = new Columns(
            List.of("a", "b", "done", "big"),
            List.of(ColumnType.STORED, ColumnType.STORED, ColumnType.BOOLEAN, ColumnType.BIGINT));
    private static final String EMOJI = "\ud83d\ude80";

    static Stream<Arguments> whereSqliteDisagrees() {
        return Stream.of(
                Arguments.of("a boolean is not the number 1", eq("b", true), 1.0, false),
                Arguments.of("a number is not text", eq("b", 5), "5", false),
                Arguments.of("text is not a number", eq("b", "5"), 5.0, false),
                Arguments.of("a list of numbers has no text", in("b", List.of(5)), "5", false),
                Arguments.of("text beside a number counts as a number", gt("b", 9), "10", true),
                Arguments.of("text that is no number is not above one", gt("b", 9), "abc", false),
                Arguments.of("a number is not below text that is none", lt("b", "abc"), 5.0, false),
                Arguments.of("a null in a list matches nothing", not(in("b", Arrays.asList("x", null))), "a", true),
                Arguments.of("null is in no list and not outside one", not(in("b", List.of())), null, false),
                Arguments.of("a number has no form", like("b", "1%"), 15.0, false),
                Arguments.of("so it has not a form", not(like("b", "1%")), 15.0, true),
                Arguments.of("an emoji is not one unit", like("b", "_"), EMOJI, false),
                Arguments.of("an emoji is two units", like("b", "__"), EMOJI, true),
                Arguments.of("units are compared, not code points", gt("b", EMOJI), "\ufffd", true),
                Arguments.of("bytes are equal by content", eq("b", new byte[] {1, 2}), new byte[] {1, 2}, true),
                Arguments.of("upper and lower case differ", eq("b", "hello"), "HELLO", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whereSqliteDisagrees")
    void decidesWhereSqliteWouldDisagree(String name, Predicate predicate, @Nullable Object b, boolean expected) {
        assertThat(test(predicate, b)).as(name).isEqualTo(expected);
    }

    @Test
    void equalityConvertsNothing() {
        assertThat(test(eq("b", "x"), "x")).isTrue();
        assertThat(test(eq("b", 1), 1.0)).isTrue();
        assertThat(test(eq("b", 0), -0.0)).isTrue();
        assertThat(test(eq("b", Double.NaN), Double.NaN)).isTrue();
        assertThat(test(eq("b", true), true)).isTrue();
        assertThat(test(eq("b", new byte[] {1}), new byte[] {1, 2})).isFalse();
        assertThat(test(eq("b", new Value.Timestamp(1, 500_000_000)), 1_500.0)).isTrue();
        assertThat(test(eq("b", Value.BigInt.of(1)), 1.0)).isFalse();
        assertThat(test(eq("b", null), null)).isFalse();
        assertThat(test(not(eq("b", null)), "x")).isFalse();
    }

    @Test
    void nullMakesUnknown() {
        for (Predicate predicate : List.of(
                eq("b", 1), gt("b", 1), gte("b", 1), lt("b", 1), lte("b", 1), like("b", "%"), in("b", List.of(1)))) {
            assertThat(test(predicate, null)).isFalse();
            assertThat(test(not(predicate), null)).isFalse();
        }
        assertThat(test(or(eq("b", 1), isNull("b")), null)).isTrue();
        assertThat(test(not(and(eq("b", 1), not(isNull("b")))), null)).isTrue();
        assertThat(test(not(or(eq("b", 1), isNull("a"))), null)).isFalse();
    }

    @Test
    void nanComesAfterEveryNumber() {
        assertThat(test(gt("b", Double.POSITIVE_INFINITY), Double.NaN)).isTrue();
        assertThat(test(lt("b", Double.NaN), Double.POSITIVE_INFINITY)).isTrue();
        assertThat(test(gte("b", Double.NaN), Double.NaN)).isTrue();
        assertThat(test(lte("b", Double.NaN), Double.NaN)).isTrue();
        assertThat(test(gt("b", Double.NaN), Double.NaN)).isFalse();
        assertThat(test(gte("b", Double.NaN), 1.0)).isFalse();
    }

    @Test
    void whatCannotBeComparedCountsAsTheSame() {
        assertThat(test(gte("b", 9), "abc")).isTrue();
        assertThat(test(lte("b", 9), "abc")).isTrue();
    }

    @Test
    void comparisonConvertsToNumbers() {
        for (String text : List.of(" 10\n", "1e1", "10.", "0xA", "0b1010", "0o12", "+10", "\ufeff10")) {
            assertThat(test(and(gte("b", 10), lte("b", 10)), text)).as(text).isTrue();
            assertThat(test(gt("b", 9), text)).as(text).isTrue();
        }
        for (String text : List.of("1_0", "10d", "0x", "-0xA", ".", "1e", "e1", "NaN", "infinity", "1.0.0", "1 0")) {
            assertThat(test(or(gt("b", 9), lt("b", 9)), text)).as(text).isFalse();
        }
        assertThat(test(lt("b", 1), "")).isTrue();
        assertThat(test(gt("b", 9), "Infinity")).isTrue();
        assertThat(test(lt("b", 9), "-Infinity")).isTrue();
        assertThat(test(gt("b", 0), true)).isTrue();
        assertThat(test(gt("b", 4), new byte[] {5})).isTrue();
        assertThat(test(gt("b", "1,1"), new byte[] {1, 2})).isTrue();
    }

    @Test
    void bigintsAreComparedExactly() {
        assertThat(testBig(gt("big", 9_007_199_254_740_991L), 9_007_199_254_740_992L))
                .isTrue();
        assertThat(testBig(gt("big", Value.BigInt.of(9_007_199_254_740_992L)), 9_007_199_254_740_993L))
                .isTrue();
        assertThat(testBig(eq("big", 7), 7L)).isTrue();
        assertThat(testBig(eq("big", 7L), 7.0)).isTrue();
        assertThat(testBig(eq("big", Long.MIN_VALUE), Long.MIN_VALUE)).isTrue();
        assertThat(testBig(eq("big", 7.0), 7L)).isFalse();
        assertThat(testBig(Predicate.of(eq("big", 7).toValue()), 7L)).isFalse();
        assertThat(testBig(eq("big", Value.BigInt.of(7)), 7L)).isTrue();
        assertThat(testBig(eq("big", Value.BigInt.of(7)), 7.0)).isTrue();
        assertThat(testBig(gt("big", 6.5), 7L)).isTrue();
        assertThat(testBig(lt("big", 7.5), 7L)).isTrue();
        assertThat(testBig(lt("big", new Value.BigInt(-1, false)), Long.MAX_VALUE))
                .isTrue();
        assertThat(testBig(lt("big", 0x1p63), Long.MAX_VALUE)).isTrue();
        assertThat(testBig(gte("big", -0x1p63), Long.MIN_VALUE)).isTrue();
        assertThat(testBig(gt("big", "9007199254740992"), 9_007_199_254_740_993L))
                .isTrue();
        assertThat(testBig(lt("big", "18446744073709551616"), 7L)).isTrue();
        assertThat(testBig(gt("big", "-18446744073709551616"), 7L)).isTrue();
        assertThat(testBig(or(gt("big", "1.5"), lt("big", "1.5")), 7L)).isFalse();
        assertThat(test(gt("b", Value.BigInt.of(9)), 10.0)).isTrue();
        assertThat(test(eq("b", 7), 7L)).isTrue();
    }

    @Test
    void booleanColumnsAreStoredAsNumbers() {
        assertThat(testDone(eq("done", true), 1.0)).isTrue();
        assertThat(testDone(eq("done", false), 0.0)).isTrue();
        assertThat(testDone(eq("done", 1), 1.0)).isFalse();
        assertThat(testDone(eq("done", true), true)).isTrue();
        assertThat(testDone(eq("done", 2), 2.0)).isTrue();
        assertThat(testDone(bare("done"), 1.0)).isTrue();
        assertThat(testDone(not(bare("done")), 0.0)).isTrue();
        assertThat(testDone(not(bare("done")), null)).isFalse();
    }

    @Test
    void onlyTrueItselfIsTrueButFalsyValuesCanBeDenied() {
        assertThat(test(bare("b"), 1.0)).isFalse();
        assertThat(test(not(bare("b")), 0.0)).isTrue();
        assertThat(test(not(bare("b")), "")).isTrue();
        assertThat(test(not(bare("b")), "x")).isFalse();
        assertThat(test(and(bare("b")), 0.0)).isTrue();
        assertThat(test(or(bare("b")), 1.0)).isFalse();
    }

    @Test
    void literalsAmongOthersCountOnlyIfTheyAreBooleans() {
        Predicate one = Predicate.of(Value.map("type", Value.of("val"), "value", Value.of(1)));

        assertThat(test(one, "x")).isFalse();
        assertThat(test(and(one), "x")).isTrue();
        assertThat(test(or(one), "x")).isFalse();
        assertThat(test(not(or(one)), "x")).isTrue();
        assertThat(one.bind(COLUMNS).canonical())
                .isNotEqualTo(Predicate.EVERYTHING.bind(COLUMNS).canonical());
    }

    @Test
    void literalMayBeOnTheLeftAndColumnsOnBothSides() {
        Value five = Value.map("type", Value.of("val"), "value", Value.of(5));
        Predicate below = Predicate.of(function("lt", five, reference("b")));
        assertThat(test(below, 6.0)).isTrue();
        assertThat(below.bind(COLUMNS).canonical())
                .isEqualTo(gt("b", 5).bind(COLUMNS).canonical());

        BoundPredicate both = Predicate.parse(function("eq", reference("a"), reference("b")), COLUMNS);
        assertThat(both.test(new Object[] {1.0, 1.0, null, null})).isTrue();
        assertThat(both.test(new Object[] {1.0, "1", null, null})).isFalse();
        assertThat(both.usedColumns()).containsExactly(0, 1);
    }

    @Test
    void listsOfAnyLengthAndKindAreSearched() {
        List<Object> items = new java.util.ArrayList<>(List.of("x", true, 1, Double.NaN, new byte[] {7}));
        items.add(Value.BigInt.of(3));
        for (int i = 100; i < 1_000; i += 2) {
            items.add("text " + i);
            items.add(i);
        }
        for (Object found : List.<Object>of("x", true, 1.0, Double.NaN, new byte[] {7}, "text 500", 500.0)) {
            assertThat(test(in("b", items), found)).isTrue();
        }
        for (Object missing : List.<Object>of("y", false, 0.0, new byte[] {8}, "text 501", 501.0, "500", 3L)) {
            assertThat(test(in("b", items), missing)).isFalse();
        }
        assertThat(testBig(in("big", items), 3L)).isTrue();
    }

    @Test
    void noFilterIsEverything() {
        assertThat(Predicate.parse(null, COLUMNS).isEverything()).isTrue();
        assertThat(Predicate.parse(Value.NULL, COLUMNS).isEverything()).isTrue();
        assertThat(test(Predicate.EVERYTHING, null)).isTrue();
        assertThat(test(Predicate.NOTHING, null)).isFalse();
        assertThat(Predicate.NOTHING.bind(COLUMNS).isNothing()).isTrue();
        assertThat(and(Predicate.EVERYTHING, eq("b", 1)).bind(COLUMNS).canonical())
                .isEqualTo(eq("b", 1).bind(COLUMNS).canonical());
    }

    @Test
    void nothingIsUndefined() {
        BoundPredicate undefined = Predicate.parse(function("isUndefined", reference("b")), COLUMNS);
        assertThat(undefined.isNothing()).isTrue();
    }

    @Test
    void bothOfTwoPredicates() {
        BoundPredicate both = gt("b", 1).bind(COLUMNS).and(lt("b", 3).bind(COLUMNS));

        assertThat(both.test(new Object[] {null, 2.0, null, null})).isTrue();
        assertThat(both.test(new Object[] {null, 3.0, null, null})).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> both.and(eq("b", 1).bind(Columns.stored(List.of("b")))));
    }

    @Test
    void theSameInOtherWordsHasTheSameKey() {
        String key = and(eq("a", 1), or(eq("b", "x"), gt("b", 2))).bind(COLUMNS).canonical();

        assertThat(and(or(gt("b", 2), eq("b", "x"), eq("b", "x")), eq("a", 1), eq("a", 1))
                        .bind(COLUMNS)
                        .canonical())
                .isEqualTo(key);
        assertThat(and(and(eq("a", 1)), in("b", List.of(1, 2, 2))).bind(COLUMNS).canonical())
                .isEqualTo(and(in("b", List.of(2, 1)), eq("a", 1)).bind(COLUMNS).canonical());
        assertThat(in("a", List.of(1)).bind(COLUMNS).canonical())
                .isEqualTo(eq("a", 1).bind(COLUMNS).canonical());
    }

    @Test
    void differentPredicatesHaveDifferentKeys() {
        List<Predicate> all = List.of(
                eq("a", 1),
                eq("a", "1"),
                eq("a", true),
                eq("a", Value.BigInt.of(1)),
                eq("a", new byte[] {1}),
                eq("a", 1.5),
                eq("a", Double.NaN),
                eq("a", ""),
                eq("b", 1),
                gt("a", 1),
                gte("a", 1),
                not(eq("a", 1)),
                isNull("a"),
                bare("a"),
                like("a", "1"),
                in("a", List.of("x", "y")),
                in("a", List.of("x2:s1:y")),
                in("a", List.of("xs1:y", "z")),
                or(eq("a", 1), eq("b", 1)),
                and(eq("a", 1), eq("b", 1)),
                and(bare("a")),
                Predicate.EVERYTHING,
                Predicate.NOTHING,
                eq("a", null));

        assertThat(all.stream().map(predicate -> predicate.bind(COLUMNS).canonical()))
                .doesNotHaveDuplicates();
        assertThat(eq("done", true).bind(COLUMNS).canonical())
                .isNotEqualTo(
                        eq("done", true).bind(Columns.stored(COLUMNS.names())).canonical());
    }

    @Test
    void anEqualityIsFoundAmongTheConjuncts() {
        EqualityKey key = and(gt("b", 1), eq("a", "x")).bind(COLUMNS).equality();

        assertThat(key).isEqualTo(new EqualityKey(0, "x"));
        assertThat(eq("a", 0).bind(COLUMNS).equality()).isEqualTo(new EqualityKey(0, 0.0));
        assertThat(EqualityKey.keyOf(-0.0)).isEqualTo(0.0);
        assertThat(EqualityKey.keyOf(5L)).isEqualTo(5.0);
        assertThat(EqualityKey.keyOf(null)).isNull();
        for (Predicate none : List.of(
                eq("done", true),
                eq("big", Value.BigInt.of(1)),
                eq("big", 1),
                eq("a", true),
                not(eq("a", "x")),
                or(eq("a", "x"), eq("a", "y")),
                eq("a", null),
                Predicate.EVERYTHING)) {
            assertThat(none.bind(COLUMNS).equality()).isNull();
        }
    }

    private static boolean test(Predicate predicate, @Nullable Object b) {
        return predicate.bind(COLUMNS).test(new @Nullable Object[] {null, b, null, null});
    }

    private static boolean testDone(Predicate predicate, @Nullable Object done) {
        return predicate.bind(COLUMNS).test(new @Nullable Object[] {null, null, done, null});
    }

    private static boolean testBig(Predicate predicate, @Nullable Object big) {
        return predicate.bind(COLUMNS).test(new @Nullable Object[] {null, null, null, big});
    }

    private static Predicate bare(String column) {
        return Predicate.of(reference(column));
    }

    static Value reference(String column) {
        return Value.map("type", Value.of("ref"), "path", Value.array(Value.of(column)));
    }

    static Value function(String name, Value... args) {
        return Value.map("type", Value.of("func"), "name", Value.of(name), "args", Value.array(args));
    }
}
