package dev.samovar.sync;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of one row, wherever the row comes from, and checks them. A value that is missing, of another type
 * or out of bounds does not end the reading: the problem is noted under the column's name, and the getter gives an
 * empty value in its place. When the row has been read its client is told all problems at once, and what was made of
 * the empty values is dropped.
 *
 * <p>A getter whose name ends in {@code OrNull} takes null and a missing value for {@code null}.
 */
public abstract sealed class RowReader permits StoredRow, WireRow, ArgsReader {
    static final double MAX_SAFE_INTEGER = 9_007_199_254_740_991d;

    private static final byte[] NO_BYTES = {};

    private final Problems problems;

    RowReader(Problems problems) {
        this.problems = problems;
    }

    /** Makes something of a row. */
    @FunctionalInterface
    interface Decoder<I extends RowReader, R> {
        R decode(I in);
    }

    /**
     * Reads a row to its end.
     *
     * @throws RejectedException with all its problems, or with the message of an {@link IllegalArgumentException} of
     *     the decoder's own
     */
    static <I extends RowReader, R> R read(I in, Decoder<I, R> decoder) {
        R row;
        try {
            row = decoder.decode(in);
        } catch (RuntimeException failure) {
            in.rejectProblems();
            if (failure instanceof IllegalArgumentException) {
                throw RejectedException.invalidRow(
                        in.path(Objects.requireNonNullElse(failure.getMessage(), "the value is not valid")));
            }
            throw failure;
        }
        in.rejectProblems();
        return row;
    }

    final void rejectProblems() {
        String message = problems.message();
        if (message != null) {
            throw RejectedException.invalidRow(message);
        }
    }

    /**
     * {@code null}, {@link Boolean}, {@link Double}, {@link Long} for a bigint, {@link String} or {@code byte[]};
     * {@code null} also when the column is missing.
     */
    abstract @Nullable Object get(String column);

    /** Where a column is, for a message. */
    String path(String column) {
        return column;
    }

    final Problems problems() {
        return problems;
    }

    public final boolean isNull(String column) {
        return get(column) == null;
    }

    /**
     * Notes a problem unless the condition holds.
     *
     * @param problem follows the column's name in the message, for example {@code must not lie in the past}
     */
    public final void check(boolean condition, String column, String problem) {
        if (!condition) {
            problems.add(path(column), path(column) + " " + problem);
        }
    }

    public final String text(String column) {
        if (get(column) instanceof String text) {
            return text;
        }
        wrong(column, "text");
        return "";
    }

    public final String text(String column, Length length) {
        String text = text(column);
        check(length.includes(text.length()), column, "must " + length.expected("characters"));
        return text;
    }

    public final @Nullable String textOrNull(String column) {
        return isNull(column) ? null : text(column);
    }

    public final @Nullable String textOrNull(String column, Length length) {
        return isNull(column) ? null : text(column, length);
    }

    /** One of some texts, for example the names of an enum's constants. */
    public final String choice(String column, String... allowed) {
        String text = text(column);
        for (String choice : allowed) {
            if (choice.equals(text)) {
                return text;
            }
        }
        check(false, column, "must be one of " + Sql.join(", ", List.of(allowed)));
        return allowed[0];
    }

    /**
     * One of some values, by its name.
     *
     * @param names of the values, in their order
     */
    public final <E> E choice(String column, List<String> names, E[] values) {
        return values[names.indexOf(choice(column, names.toArray(new String[0])))];
    }

    public final <E> @Nullable E choiceOrNull(String column, List<String> names, E[] values) {
        return isNull(column) ? null : choice(column, names, values);
    }

    /** An integral number within &plusmn;(2<sup>53</sup>-1). */
    public final long integer(String column) {
        double number = number(column);
        if (isSafeInteger(number)) {
            return (long) number;
        }
        wrong(column, "an integer within 2^53-1");
        return 0;
    }

    /** With floor: TeaVM's rint is wrong about odd numbers beyond 2<sup>52</sup>. */
    private static boolean isSafeInteger(double number) {
        return number == Math.floor(number) && Math.abs(number) <= MAX_SAFE_INTEGER;
    }

    public final long integer(String column, Range range) {
        long integer = integer(column);
        check(range.includes((double) integer), column, "must " + range.expected());
        return integer;
    }

    public final @Nullable Long integerOrNull(String column) {
        return isNull(column) ? null : Long.valueOf(integer(column));
    }

    public final @Nullable Long integerOrNull(String column, Range range) {
        return isNull(column) ? null : Long.valueOf(integer(column, range));
    }

    /** A whole number of 64 bits: a bigint, or a number within &plusmn;(2<sup>53</sup>-1). */
    public final long bigint(String column) {
        Object value = get(column);
        if (value instanceof Long bigint) {
            return bigint;
        }
        if (value instanceof Double number && isSafeInteger(number)) {
            return (long) (double) number;
        }
        wrong(column, "a bigint of 64 bits");
        return 0;
    }

    public final @Nullable Long bigintOrNull(String column) {
        return isNull(column) ? null : Long.valueOf(bigint(column));
    }

    /** Any finite number. */
    public final double number(String column) {
        if (get(column) instanceof Double number && Math.abs(number) <= Double.MAX_VALUE) {
            return number;
        }
        wrong(column, "a number");
        return 0;
    }

    public final double number(String column, Range range) {
        double number = number(column);
        check(range.includes(number), column, "must " + range.expected());
        return number;
    }

    public final @Nullable Double numberOrNull(String column) {
        return isNull(column) ? null : Double.valueOf(number(column));
    }

    public final @Nullable Double numberOrNull(String column, Range range) {
        return isNull(column) ? null : Double.valueOf(number(column, range));
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
        wrong(column, "true or false");
        return false;
    }

    public final @Nullable Boolean boolOrNull(String column) {
        return isNull(column) ? null : Boolean.valueOf(bool(column));
    }

    public final byte[] bytes(String column) {
        if (get(column) instanceof byte[] bytes) {
            return bytes;
        }
        wrong(column, "bytes");
        return NO_BYTES;
    }

    public final byte[] bytes(String column, Length length) {
        byte[] bytes = bytes(column);
        check(length.includes(bytes.length), column, "must " + length.expected("bytes"));
        return bytes;
    }

    public final byte @Nullable [] bytesOrNull(String column) {
        return isNull(column) ? null : bytes(column);
    }

    public final byte @Nullable [] bytesOrNull(String column, Length length) {
        return isNull(column) ? null : bytes(column, length);
    }

    final void wrong(String column, String expected) {
        check(false, column, isNull(column) ? "is missing" : "must be " + expected);
    }
}
