package dev.samovar.testkit;

import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a collection a {@link TestClient} asks for. See {@link Where} for filters and orders.
 *
 * @param collection the name of the collection
 * @param where which rows; {@code null} for all
 * @param orderBy in which order; {@code null} for none
 * @param limit how many at most; {@code null} for all
 * @param offset how many of the first ones not; {@code null} for none
 */
public record Selection(
        String collection,
        @Nullable Value where,
        @Nullable Value orderBy,
        @Nullable Double limit,
        @Nullable Double offset) {
    /** All rows of a collection. */
    public static Selection of(String collection) {
        return new Selection(collection, null, null, null, null);
    }

    public Selection where(Value filter) {
        return new Selection(collection, filter, orderBy, limit, offset);
    }

    public Selection orderBy(Value order) {
        return new Selection(collection, where, order, limit, offset);
    }

    public Selection limit(int rows) {
        return new Selection(collection, where, orderBy, (double) rows, offset);
    }

    public Selection offset(int rows) {
        return new Selection(collection, where, orderBy, limit, (double) rows);
    }
}
