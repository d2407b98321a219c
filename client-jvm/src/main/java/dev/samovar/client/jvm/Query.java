package dev.samovar.client.jvm;

import dev.samovar.client.Selection;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Columns;
import dev.samovar.protocol.query.Ordering;
import dev.samovar.protocol.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a collection, and in which order. Each method gives another query, with one thing more.
 *
 * <pre>{@code
 * Query.ALL.where(Predicate.eq("done", false)).descending("created_at").limit(50)
 * }</pre>
 *
 * @param where which rows
 * @param orderBy by which columns, the first one first; rows that are equal go by their keys
 * @param limit how many rows at most; {@code null} for all
 * @param offset how many of the first ones not; {@code null} for none
 */
public record Query(
        Predicate where,
        List<By> orderBy,
        @Nullable Integer limit,
        @Nullable Integer offset) {
    /** All rows, in no order. */
    public static final Query ALL = new Query(Predicate.EVERYTHING, List.of(), null, null);

    /** A column to order by. Rows without a value come first, in both directions; text goes by UTF-16 unit. */
    public record By(String column, boolean isDescending) {
        private Value toValue() {
            return Value.map(
                    "expression",
                    Value.map("type", Value.of("ref"), "path", Value.array(Value.of(column))),
                    "compareOptions",
                    Value.map(
                            "direction",
                            Value.of(isDescending ? "desc" : "asc"),
                            "nulls",
                            Value.of("first"),
                            "stringSort",
                            Value.of("lexical")));
        }
    }

    /** @throws IllegalArgumentException if the limit or the offset is negative */
    public Query {
        if ((limit != null && limit < 0) || (offset != null && offset < 0)) {
            throw new IllegalArgumentException(
                    "A query cannot have the limit " + limit + " and the offset " + offset + ". Give 0 or more.");
        }
        orderBy = List.copyOf(orderBy);
    }

    /** Only rows that meet this too. */
    public Query where(Predicate predicate) {
        Predicate both = where == Predicate.EVERYTHING ? predicate : Predicate.and(where, predicate);
        return new Query(both, orderBy, limit, offset);
    }

    /** Ordered by this column, where the columns named before are equal. */
    public Query ascending(String column) {
        return by(new By(column, false));
    }

    /** Ordered by this column downwards, where the columns named before are equal. */
    public Query descending(String column) {
        return by(new By(column, true));
    }

    private Query by(By clause) {
        List<By> clauses = new ArrayList<>(orderBy);
        clauses.add(clause);
        return new Query(where, clauses, limit, offset);
    }

    /** At most so many rows. A collection with a limit needs an order. */
    public Query limit(int rows) {
        return new Query(where, orderBy, rows, offset);
    }

    /** Without so many of the first rows. */
    public Query offset(int rows) {
        return new Query(where, orderBy, limit, rows);
    }

    Selection toSelection() {
        Value filter = where == Predicate.EVERYTHING ? null : where.toValue();
        return new Selection(filter, orderBy.isEmpty() ? null : clauses(), limit, offset);
    }

    /** The columns that decide the order, as {@link #ordering} expects their values. */
    List<String> orderColumns() {
        return orderBy.stream().map(By::column).toList();
    }

    /** Compares rows as the server does. */
    Ordering ordering() {
        return Ordering.parse(clauses(), Columns.stored(orderColumns()));
    }

    private Value clauses() {
        return new Value.Array(orderBy.stream().map(By::toValue).toList());
    }
}
