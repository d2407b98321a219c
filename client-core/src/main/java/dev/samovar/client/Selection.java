package dev.samovar.client;

import dev.samovar.protocol.Encodable;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a collection. Filters and orders are given as they travel; PROTOCOL.md, section 9.
 *
 * @param where which rows; {@code null} for all
 * @param orderBy in which order; {@code null} for none
 * @param limit how many at most, from 0; {@code null} for all. A subscription with a limit has an order too
 * @param offset how many of the first ones not, from 0; {@code null} for none
 */
public record Selection(
        @Nullable Encodable where,
        @Nullable Encodable orderBy,
        @Nullable Integer limit,
        @Nullable Integer offset) {
    /** All rows of a collection. */
    public static Selection all() {
        return new Selection(null, null, null, null);
    }

    @Nullable
    Double wireLimit() {
        return limit == null ? null : Double.valueOf(limit.doubleValue());
    }

    @Nullable
    Double wireOffset() {
        return offset == null ? null : Double.valueOf(offset.doubleValue());
    }
}
