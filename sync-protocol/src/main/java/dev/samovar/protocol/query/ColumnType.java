package dev.samovar.protocol.query;

import org.jspecify.annotations.Nullable;

/**
 * What a column holds, and what its values are to a predicate. NULL may be anywhere. All but {@link #STORED} are
 * promises, which allow a database to search less: a row that breaks one is still judged by its value, but may be
 * missing where the database chose the rows.
 */
public enum ColumnType {
    /** Anything. Values are what is stored: a stored 1 is the number 1. */
    STORED,

    /** Nothing but text, in a column that turns numbers into text (SQLite's TEXT affinity). */
    TEXT,

    /** Nothing but numbers, in a column that leaves them so (any affinity but TEXT). A long is the nearest double. */
    NUMBER,

    /** Nothing but bytes. */
    BYTES,

    /** Stored as {@link #NUMBER}: 0 is false and 1 is true. */
    BOOLEAN,

    /** Stored as {@link #NUMBER}: whole numbers are JavaScript's bigint, so no number literal equals them. */
    BIGINT;

    private static final double TWO_TO_63 = 0x1p63;

    public boolean mayHoldNumbers() {
        return this != TEXT && this != BYTES;
    }

    public boolean mayHoldText() {
        return this == STORED || this == TEXT;
    }

    public boolean mayHoldBytes() {
        return this == STORED || this == BYTES;
    }

    /** What a predicate sees of a stored value. */
    public @Nullable Object seen(@Nullable Object stored) {
        if (this == BOOLEAN) {
            return stored instanceof Double number && (number == 0 || number == 1) ? (Object) (number == 1) : stored;
        }
        if (this == BIGINT) {
            return stored instanceof Double number && isWhole(number) ? (Object) (long) number.doubleValue() : stored;
        }
        return stored instanceof Long number ? (Object) (double) number : stored;
    }

    private static boolean isWhole(double number) {
        return number >= -TWO_TO_63 && number < TWO_TO_63 && number == Math.floor(number);
    }
}
