package dev.samovar.testkit;

import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.internal.Utf8;
import org.jspecify.annotations.Nullable;

/** What {@link SqlStorage#exec} promises of statements and bindings. */
final class SqlBindings {
    /** The largest integer up to which every integer is a JavaScript number. */
    static final long MAX_SAFE_INTEGER = 9_007_199_254_740_991L;

    private SqlBindings() {}

    /**
     * Checks the statement's length and the number of bindings.
     *
     * @throws IllegalArgumentException beyond a limit
     */
    static void checkStatement(String query, @Nullable Object[] bindings) {
        if (Utf8.isLongerThan(query, SqlStorage.MAX_STATEMENT_BYTES)) {
            throw new IllegalArgumentException("The SQL text has " + Utf8.length(query)
                    + " bytes; Durable Objects run at most " + SqlStorage.MAX_STATEMENT_BYTES
                    + ". Bind values instead of writing them into the text, or split it.");
        }
        if (bindings.length > SqlStorage.MAX_BINDINGS) {
            throw new IllegalArgumentException(
                    bindings.length + " bindings; Durable Objects take at most " + SqlStorage.MAX_BINDINGS
                            + ". Split the statement, or bind one JSON array and read it with json_each.");
        }
    }

    /**
     * What to hand to the runtime for one binding.
     *
     * @param index the binding's place, counted from 0, for the message
     * @return {@code null}, {@link Double} (to be bound as REAL), {@link String} or {@code byte[]}
     * @throws IllegalArgumentException if the type cannot be bound, for NaN, and for a value that is too long
     */
    static @Nullable Object toRuntime(@Nullable Object value, int index) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return checkedText(text, index);
        }
        if (value instanceof Integer number) {
            return number.doubleValue();
        }
        if (value instanceof Long number) {
            return ofLong(number);
        }
        if (value instanceof Double number) {
            return checkedNumber(number, index);
        }
        if (value instanceof Boolean flag) {
            return flag ? 1.0 : 0.0;
        }
        if (value instanceof byte[] bytes) {
            return checkedBytes(bytes, index);
        }
        throw new IllegalArgumentException("Binding " + (index + 1) + " is a "
                + value.getClass().getName() + ". Bind null, String, byte[], Integer, Long, Double or Boolean.");
    }

    private static Object ofLong(long value) {
        boolean isSafe = value >= -MAX_SAFE_INTEGER && value <= MAX_SAFE_INTEGER;
        return isSafe ? (Object) (double) value : Long.toString(value);
    }

    private static Double checkedNumber(Double value, int index) {
        if (value.isNaN()) {
            throw new IllegalArgumentException(
                    "Binding " + (index + 1) + " is NaN, which SQLite would store as NULL. Bind null, or a number.");
        }
        return value;
    }

    private static String checkedText(String value, int index) {
        if (Utf8.isLongerThan(value, SqlStorage.MAX_VALUE_BYTES)) {
            throw tooLong(Utf8.length(value), index);
        }
        return value;
    }

    private static byte[] checkedBytes(byte[] value, int index) {
        if (value.length > SqlStorage.MAX_VALUE_BYTES) {
            throw tooLong(value.length, index);
        }
        return value;
    }

    private static IllegalArgumentException tooLong(int bytes, int index) {
        return new IllegalArgumentException("Binding " + (index + 1) + " has " + bytes
                + " bytes; Durable Objects store at most " + SqlStorage.MAX_VALUE_BYTES
                + " in a value. Split it over rows.");
    }
}
