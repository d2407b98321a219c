package dev.samovar.client.jvm;

import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one row, read as Java's types. A getter throws an {@link IllegalArgumentException} if the column is
 * not there or holds something else; one whose name ends in {@code OrNull} takes null and a missing column for
 * {@code null}.
 *
 * @param columns as they came
 */
public record RowValues(Value.Map columns) {
    private static final double MAX_SAFE_INTEGER = 9_007_199_254_740_991.0;

    /** Any value; {@code null} if the column is not there. */
    public @Nullable Value get(String column) {
        return columns.get(column);
    }

    /** Whether the column is null or not there. */
    public boolean isNull(String column) {
        Value value = get(column);
        return value == null || value instanceof Value.Null;
    }

    public String text(String column) {
        if (get(column) instanceof Value.Text text) {
            return text.value();
        }
        throw wrong(column, "text");
    }

    public @Nullable String textOrNull(String column) {
        return isNull(column) ? null : text(column);
    }

    public double number(String column) {
        if (get(column) instanceof Value.Num number) {
            return number.value();
        }
        throw wrong(column, "a number");
    }

    public @Nullable Double numberOrNull(String column) {
        return isNull(column) ? null : Double.valueOf(number(column));
    }

    /** A whole number: one within 2<sup>53</sup>-1, or a bigint that is a {@code long}. */
    public long integer(String column) {
        Value value = get(column);
        if (value instanceof Value.Num number
                && number.value() == Math.rint(number.value())
                && Math.abs(number.value()) <= MAX_SAFE_INTEGER) {
            return (long) number.value();
        }
        if (value instanceof Value.BigInt big && big.negative() == big.bits() < 0) {
            return big.bits();
        }
        throw wrong(column, "a whole number");
    }

    public @Nullable Long integerOrNull(String column) {
        return isNull(column) ? null : Long.valueOf(integer(column));
    }

    public boolean bool(String column) {
        if (get(column) instanceof Value.Bool bool) {
            return bool.value();
        }
        throw wrong(column, "true or false");
    }

    public @Nullable Boolean boolOrNull(String column) {
        return isNull(column) ? null : Boolean.valueOf(bool(column));
    }

    /** Bytes of the caller's own. */
    public byte[] bytes(String column) {
        if (get(column) instanceof Value.Bytes bytes) {
            return bytes.value().clone();
        }
        throw wrong(column, "bytes");
    }

    public byte @Nullable [] bytesOrNull(String column) {
        return isNull(column) ? null : bytes(column);
    }

    /** Says what there is, but not its value: messages end up in logs. */
    private IllegalArgumentException wrong(String column, String expected) {
        Value value = get(column);
        String found = value == null
                ? "there is no such column"
                : "it is a " + value.getClass().getSimpleName();
        return new IllegalArgumentException("Column '" + column + "' must be " + expected + ", but " + found
                + ". Columns are what the object's record declares; the row has "
                + columns.entries().keySet() + ".");
    }
}
