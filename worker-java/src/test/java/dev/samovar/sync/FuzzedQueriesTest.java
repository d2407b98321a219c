package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.BoundPredicate;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.protocol.query.Columns;
import dev.samovar.protocol.query.Ordering;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.protocol.query.QueryException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a client sends as a filter or an order is refused, or can be asked for any row. */
class FuzzedQueriesTest {
    private static final Columns COLUMNS = new Columns(
            List.of("id", "done", "big", "any", "text"),
            List.of(ColumnType.STORED, ColumnType.BOOLEAN, ColumnType.BIGINT, ColumnType.STORED, ColumnType.TEXT));

    @Test
    void anyTreeIsRefusedOrDecidesAboutEveryRow() {
        long seed = Seeds.seed();
        Random random = new Random(seed);
        QueryFuzzer fuzzer = new QueryFuzzer(new ValueFuzzer(random), COLUMNS.names());
        int parsed = 0;
        for (int i = 0; i < Seeds.cases(250_000); i++) {
            try {
                parsed += isDecidable(fuzzer.predicate(random.nextInt(6)), random) ? 1 : 0;
            } catch (RuntimeException | AssertionError | StackOverflowError failure) {
                throw new AssertionError("-Dseed=" + seed + ", case " + i, failure);
            }
        }
        assertThat(parsed).as("seed %d", seed).isPositive();
    }

    @Test
    void anyOrderIsRefusedOrOrdersAnyRows() {
        long seed = Seeds.seed();
        Random random = new Random(seed);
        QueryFuzzer fuzzer = new QueryFuzzer(new ValueFuzzer(random), COLUMNS.names());
        for (int i = 0; i < Seeds.cases(150_000); i++) {
            Value tree = fuzzer.ordering();
            try {
                Ordering ordering = Ordering.parse(tree, COLUMNS);
                @Nullable Object[] a = row(random);
                @Nullable Object[] b = row(random);
                if (Integer.signum(ordering.compare(a, "a", b, "b"))
                        != -Integer.signum(ordering.compare(b, "b", a, "a"))) {
                    throw new AssertionError("The order is not one: " + tree);
                }
            } catch (QueryException refused) {
                assertThat(refused.refusal().message()).isNotEmpty();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("-Dseed=" + seed + ", case " + i, failure);
            }
        }
    }

    @Test
    void treesThatAreDeepOrWideAreRefusedWithoutTrouble() {
        Value deep = Filters.compare("eq", "any", Value.of(1));
        for (int i = 0; i < 60; i++) {
            deep = Filters.func(i % 2 == 0 ? "not" : "and", deep);
        }
        Value[] wide = new Value[100_000];
        java.util.Arrays.fill(wide, Filters.func("and"));
        for (Value tree : List.of(deep, Filters.func("or", wide))) {
            try {
                Predicate.parse(tree, COLUMNS);
                throw new AssertionError("It was taken.");
            } catch (QueryException refused) {
                assertThat(refused.refusal().code()).isEqualTo("LIMIT_EXCEEDED");
            }
        }
    }

    private static boolean isDecidable(Value tree, Random random) {
        BoundPredicate predicate;
        try {
            predicate = Predicate.parse(tree, COLUMNS);
        } catch (QueryException refused) {
            if (refused.refusal().message().length() > 400) {
                throw new AssertionError("The refusal repeats what was sent.", refused);
            }
            return false;
        }
        predicate.test(row(random));
        SqlCondition condition = Preselection.of(predicate);
        if (condition.bindings().size() > 100 || condition.text().length() > 100_000) {
            throw new AssertionError("SQLite cannot be asked this: " + condition.text());
        }
        return predicate.canonical().equals(Predicate.parse(tree, COLUMNS).canonical());
    }

    private static @Nullable Object[] row(Random random) {
        return new @Nullable Object[] {
            "k" + random.nextInt(3),
            random.nextBoolean() ? null : (Object) random.nextBoolean(),
            random.nextBoolean() ? null : (Object) random.nextLong(),
            switch (random.nextInt(4)) {
                case 0 -> null;
                case 1 -> (Object) random.nextDouble();
                case 2 -> new byte[random.nextInt(3)];
                default -> "'";
            },
            random.nextBoolean() ? null : "\ud83d\ude00"
        };
    }
}
