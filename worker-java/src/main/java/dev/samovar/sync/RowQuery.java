package dev.samovar.sync;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.BoundPredicate;
import dev.samovar.protocol.query.Ordering;
import dev.samovar.protocol.query.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a table a client asks for, and in which order.
 *
 * @param limit how many, or {@link #UNLIMITED}
 * @param offset how many of the first are left out
 */
record RowQuery(
        SyncedTable<?> table, boolean isTyped, BoundPredicate predicate, Ordering ordering, int limit, int offset) {
    static final int UNLIMITED = -1;

    /** A number that every query has room below. */
    private static final int MAX_COUNT = 1 << 30;

    /**
     * Reads what a client sent.
     *
     * @throws dev.samovar.protocol.query.QueryException if it cannot be served
     * @throws RejectedException if limit or offset is no whole number from 0 on
     */
    static RowQuery parse(
            SyncedTable<?> table,
            boolean isTyped,
            @Nullable Value where,
            @Nullable Value orderBy,
            @Nullable Double limit,
            @Nullable Double offset) {
        return new RowQuery(
                table,
                isTyped,
                Predicate.parse(where, table.format(isTyped).columns()),
                Ordering.parse(orderBy, table.ordered()),
                limit == null ? UNLIMITED : count("limit", limit),
                offset == null ? 0 : count("offset", offset));
    }

    RowQuery and(BoundPredicate other) {
        BoundPredicate both = other.isEverything() ? predicate : predicate.and(other);
        return new RowQuery(table, isTyped, both, ordering, limit, offset);
    }

    RowQuery unbounded() {
        return new RowQuery(table, isTyped, predicate, ordering, UNLIMITED, 0);
    }

    RowFormat format() {
        return table.format(isTyped);
    }

    boolean isBounded() {
        return limit != UNLIMITED || offset > 0;
    }

    /** The rows up to the last one that is wanted, those before the offset included. */
    int reach() {
        return limit == UNLIMITED ? MAX_COUNT : offset + limit;
    }

    /** Which of two rows comes first. */
    int compare(OrderedRow a, OrderedRow b) {
        return ordering.compare(a.values(), a.key(), b.values(), b.key());
    }

    private static int count(String name, double number) {
        if (number == Math.floor(number) && number >= 0 && number < MAX_COUNT) {
            return (int) number;
        }
        throw new RejectedException(
                ErrorCode.VALIDATION, name + " must be a whole number from 0 to " + (MAX_COUNT - 1));
    }
}
