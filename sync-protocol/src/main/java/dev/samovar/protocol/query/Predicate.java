package dev.samovar.protocol.query;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a table are meant, as TanStack DB understands it. NULL makes a comparison unknown, and a row belongs
 * only if the whole is true. Immutable; columns are named, and looked up by {@link #bind}.
 *
 * <p>A value is text, a {@link Boolean}, an {@link Integer}, a {@link Long} within 2<sup>53</sup>-1, a {@link Double},
 * {@code byte[]}, a {@link Value} or {@code null}; anything else is an {@link IllegalArgumentException}. Nothing is
 * converted: the text "5" is not the number 5, and a bigint column equals only a {@link Value.BigInt}.
 */
public final class Predicate {
    /** Includes every row. */
    public static final Predicate EVERYTHING = function("and", List.of());

    /** Includes no row. */
    public static final Predicate NOTHING = function("or", List.of());

    private final Value tree;

    private Predicate(Value tree) {
        this.tree = tree;
    }

    /** A filter as a client sends it; absent or null, it is {@link #EVERYTHING}. */
    public static Predicate of(@Nullable Value where) {
        return where == null || where instanceof Value.Null ? EVERYTHING : new Predicate(where);
    }

    /**
     * Reads a filter that a client sent, and binds it.
     *
     * @throws QueryException UNSUPPORTED for what is not served, VALIDATION for columns and literals that cannot be,
     *     LIMIT_EXCEEDED for too much of it
     */
    public static BoundPredicate parse(@Nullable Value where, Columns columns) {
        return of(where).bind(columns);
    }

    /** The column has this value. Of {@code null} it is never true: see {@link #isNull}. */
    public static Predicate eq(String column, @Nullable Object value) {
        return compare("eq", column, value);
    }

    public static Predicate gt(String column, Object value) {
        return compare("gt", column, value);
    }

    public static Predicate gte(String column, Object value) {
        return compare("gte", column, value);
    }

    public static Predicate lt(String column, Object value) {
        return compare("lt", column, value);
    }

    public static Predicate lte(String column, Object value) {
        return compare("lte", column, value);
    }

    /** The column has one of these values. */
    public static Predicate in(String column, Collection<?> values) {
        List<Value> items = new ArrayList<>(values.size());
        for (Object value : values) {
            items.add(value(value));
        }
        return function("in", List.of(reference(column), literal(new Value.Array(items))));
    }

    /** The column is text of a form: {@code %} stands for any run of characters, {@code _} for one UTF-16 unit. */
    public static Predicate like(String column, String pattern) {
        return compare("like", column, pattern);
    }

    public static Predicate isNull(String column) {
        return function("isNull", List.of(reference(column)));
    }

    public static Predicate and(Predicate... parts) {
        return function("and", trees(parts));
    }

    public static Predicate or(Predicate... parts) {
        return function("or", trees(parts));
    }

    public static Predicate not(Predicate part) {
        return function("not", List.of(part.tree));
    }

    /**
     * Looks the columns up.
     *
     * @throws QueryException as {@link #parse}
     */
    public BoundPredicate bind(Columns columns) {
        return new BoundPredicate(columns, new PredicateParser(columns).condition(tree, 1));
    }

    /** As it travels. */
    public Value toValue() {
        return tree;
    }

    private static Predicate compare(String operator, String column, @Nullable Object value) {
        return function(operator, List.of(reference(column), literal(value(value))));
    }

    private static Predicate function(String name, List<Value> args) {
        return new Predicate(
                Value.map("type", Value.of("func"), "name", Value.of(name), "args", new Value.Array(args)));
    }

    private static Value reference(String column) {
        return Value.map("type", Value.of("ref"), "path", Value.array(Value.of(column)));
    }

    private static Value literal(Value value) {
        return Value.map("type", Value.of("val"), "value", value);
    }

    private static List<Value> trees(Predicate[] parts) {
        List<Value> trees = new ArrayList<>(parts.length);
        Arrays.asList(parts).forEach(part -> trees.add(part.tree));
        return trees;
    }

    private static Value value(@Nullable Object value) {
        if (value == null) {
            return Value.NULL;
        }
        if (value instanceof Value wire) {
            return wire;
        }
        if (value instanceof String text) {
            return Value.of(text);
        }
        if (value instanceof Boolean bool) {
            return Value.of((boolean) bool);
        }
        if (value instanceof Integer number) {
            return Value.of((double) number);
        }
        if (value instanceof Long number) {
            return Value.of((long) number);
        }
        if (value instanceof Double number) {
            return Value.of((double) number);
        }
        if (value instanceof byte[] bytes) {
            return Value.of(bytes);
        }
        throw new IllegalArgumentException("A predicate cannot compare with a "
                + value.getClass().getName() + ". Give text, a number, a Boolean, byte[] or a Value.");
    }
}
