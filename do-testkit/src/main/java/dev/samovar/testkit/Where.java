package dev.samovar.testkit;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filters and orders as TanStack DB writes them, for a {@link Selection}. Values are plain Java, as everywhere here.
 */
public final class Where {
    private Where() {}

    public static Value eq(String column, @Nullable Object value) {
        return compare("eq", column, value);
    }

    public static Value gt(String column, @Nullable Object value) {
        return compare("gt", column, value);
    }

    public static Value gte(String column, @Nullable Object value) {
        return compare("gte", column, value);
    }

    public static Value lt(String column, @Nullable Object value) {
        return compare("lt", column, value);
    }

    public static Value lte(String column, @Nullable Object value) {
        return compare("lte", column, value);
    }

    public static Value like(String column, String pattern) {
        return compare("like", column, pattern);
    }

    public static Value in(String column, List<?> values) {
        return compare("in", column, values);
    }

    public static Value isNull(String column) {
        return func("isNull", ref(column));
    }

    public static Value and(Value... filters) {
        return func("and", filters);
    }

    public static Value or(Value... filters) {
        return func("or", filters);
    }

    public static Value not(Value filter) {
        return func("not", filter);
    }

    /** An order by these columns: {@code "created_at desc"}, {@code "name"}. Null comes first, unless "nulls last". */
    public static Value orderBy(String... clauses) {
        List<Value> orders = new ArrayList<>();
        for (String clause : clauses) {
            List<String> words = List.of(clause.split(" ", -1));
            Value direction = Value.of(words.contains("desc") ? "desc" : "asc");
            Value nulls = Value.of(words.contains("last") ? "last" : "first");
            Value options = Value.map("direction", direction, "nulls", nulls);
            orders.add(Value.map("expression", ref(words.get(0)), "compareOptions", options));
        }
        return new Value.Array(orders);
    }

    /** Any function, such as one that no server knows. */
    public static Value func(String name, Value... args) {
        return Value.map("type", Value.of("func"), "name", Value.of(name), "args", Value.array(args));
    }

    /** A column. */
    public static Value ref(String column) {
        return Value.map("type", Value.of("ref"), "path", Value.array(Value.of(column)));
    }

    private static Value compare(String name, String column, @Nullable Object value) {
        return func(name, ref(column), Value.map("type", Value.of("val"), "value", PlainValues.of(value)));
    }
}
