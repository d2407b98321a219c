package dev.samovar.protocol.query;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a table are meant, as TanStack DB understands it. NULL makes a comparison unknown, and a row belongs
 * only if the whole is true. Immutable; columns are named, and looked up by {@link #bind}.
 *
 * <p>A value is text, a {@link Boolean}, an {@link Integer}, a {@link Long}, a {@link Double}, {@code byte[]}, a
 * {@link Value} or {@code null}; anything else is an {@link IllegalArgumentException}. The text "5" is not the number
 * 5. An Integer or a Long is a bigint beside a column of bigints, and beyond 2<sup>53</sup>-1; else it is a number.
 */
public final class Predicate {
    /** Includes every row. */
    public static final Predicate EVERYTHING = joined("and");

    /** Includes no row. */
    public static final Predicate NOTHING = joined("or");

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    /** Writes the filter for a table; without one, as it is when nothing is known of its columns. */
    private interface Tree {
        Value of(@Nullable Columns columns);
    }

    private final Tree tree;

    private Predicate(Tree tree) {
        this.tree = tree;
    }

    /** A filter as a client sends it; absent or null, it is {@link #EVERYTHING}. */
    public static Predicate of(@Nullable Value where) {
        return where == null || where instanceof Value.Null ? EVERYTHING : new Predicate(columns -> where);
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
        List<Object> checked = new ArrayList<>(values.size());
        for (Object value : values) {
            checked.add(checked(value));
        }
        return new Predicate(columns -> {
            List<Value> items = new ArrayList<>(checked.size());
            for (Object value : checked) {
                items.add(literal(value, column, columns));
            }
            return function("in", reference(column), node(new Value.Array(items)));
        });
    }

    /** The column is text of a form: {@code %} stands for any run of characters, {@code _} for one UTF-16 unit. */
    public static Predicate like(String column, String pattern) {
        return compare("like", column, pattern);
    }

    public static Predicate isNull(String column) {
        return new Predicate(columns -> function("isNull", reference(column)));
    }

    public static Predicate and(Predicate... parts) {
        return joined("and", parts);
    }

    public static Predicate or(Predicate... parts) {
        return joined("or", parts);
    }

    public static Predicate not(Predicate part) {
        return joined("not", part);
    }

    /**
     * Looks the columns up.
     *
     * @throws QueryException as {@link #parse}
     */
    public BoundPredicate bind(Columns columns) {
        return new BoundPredicate(columns, new PredicateParser(columns).condition(tree.of(columns), 1));
    }

    /** As it travels. */
    public Value toValue() {
        return tree.of(null);
    }

    private static Predicate compare(String operator, String column, @Nullable Object value) {
        Object checked = checked(value);
        return new Predicate(columns -> function(operator, reference(column), node(literal(checked, column, columns))));
    }

    private static Predicate joined(String name, Predicate... parts) {
        Predicate[] copy = parts.clone();
        return new Predicate(columns -> {
            Value[] args = new Value[copy.length];
            for (int i = 0; i < copy.length; i++) {
                args[i] = copy[i].tree.of(columns);
            }
            return function(name, args);
        });
    }

    private static Value function(String name, Value... args) {
        return Value.map("type", Value.of("func"), "name", Value.of(name), "args", Value.array(args));
    }

    private static Value reference(String column) {
        return Value.map("type", Value.of("ref"), "path", Value.array(Value.of(column)));
    }

    private static Value node(Value literal) {
        return Value.map("type", Value.of("val"), "value", literal);
    }

    private static Value literal(Object checked, String column, @Nullable Columns columns) {
        return checked instanceof Long whole
                ? whole(whole, columns != null && columns.isBigint(column))
                : (Value) checked;
    }

    private static Value whole(long number, boolean isBigint) {
        return isBigint || Math.abs(number) > MAX_SAFE_INTEGER || number == Long.MIN_VALUE
                ? Value.BigInt.of(number)
                : Value.of(number);
    }

    /** A {@link Value}, or a {@link Long} whose type depends on the column. */
    private static Object checked(@Nullable Object value) {
        if (value == null) {
            return Value.NULL;
        }
        if (value instanceof Value || value instanceof Long) {
            return value;
        }
        if (value instanceof String text) {
            return Value.of(text);
        }
        if (value instanceof Boolean bool) {
            return Value.of((boolean) bool);
        }
        if (value instanceof Integer number) {
            return (long) number;
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
