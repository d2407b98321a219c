package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of one row, wherever the row comes from. A getter throws {@link IllegalArgumentException} with the
 * column's name if the value is missing or of another type.
 */
public abstract sealed class RowReader permits StoredRow, WireRow {
    static final double MAX_SAFE_INTEGER = 9_007_199_254_740_991d;

    /**
     * {@code null}, {@link Boolean}, {@link Double}, {@link String} or {@code byte[]}; {@code null} also when the
     * column is missing.
     */
    abstract @Nullable Object get(String column);

    public final boolean isNull(String column) {
        return get(column) == null;
    }

    public final String text(String column) {
        if (get(column) instanceof String text) {
            return text;
        }
        throw wrong(column, "text");
    }

    public final @Nullable String textOrNull(String column) {
        return isNull(column) ? null : text(column);
    }

    /** An integral number within &plusmn;(2<sup>53</sup>-1). */
    public final long integer(String column) {
        double number = number(column);
        if (number == Math.rint(number) && Math.abs(number) <= MAX_SAFE_INTEGER) {
            return (long) number;
        }
        throw wrong(column, "an integer within 2^53-1");
    }

    /** Any finite number. */
    public final double number(String column) {
        if (get(column) instanceof Double number && Math.abs(number) <= Double.MAX_VALUE) {
            return number;
        }
        throw wrong(column, "a number");
    }

    /** {@code true}, {@code false}, or a stored 1 or 0. */
    public final boolean bool(String column) {
        Object value = get(column);
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof Double number && (number == 0 || number == 1)) {
            return number == 1;
        }
        throw wrong(column, "true or false");
    }

    public final byte[] bytes(String column) {
        if (get(column) instanceof byte[] bytes) {
            return bytes;
        }
        throw wrong(column, "bytes");
    }

    private IllegalArgumentException wrong(String column, String expected) {
        return new IllegalArgumentException(column + (isNull(column) ? " is missing" : " must be " + expected));
    }
}
