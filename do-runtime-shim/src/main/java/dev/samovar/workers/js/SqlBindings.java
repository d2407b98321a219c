package dev.samovar.workers.js;

import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.internal.Utf8;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Bindings as the runtime takes them. It would bind a boolean as the text {@code "true"}, NaN as NULL, and any object
 * as the text of its {@code toString}; here the first is a number and the others are refused.
 */
final class SqlBindings {
    private static final long MAX_EXACT_LONG = (1L << 53) - 1;

    private SqlBindings() {}

    /** Returns a JavaScript array: the query, then its bindings. */
    static JSObject arguments(String query, @Nullable Object[] bindings) {
        if (bindings.length > SqlStorage.MAX_BINDINGS) {
            throw new IllegalArgumentException("A statement may have " + SqlStorage.MAX_BINDINGS + " bindings, not "
                    + bindings.length + ". Split it, or bind one JSON array and read it with json_each.");
        }
        JSObject arguments = newArray(query);
        for (int i = 0; i < bindings.length; i++) {
            bind(arguments, i, bindings[i]);
        }
        return arguments;
    }

    private static void bind(JSObject arguments, int index, @Nullable Object value) {
        if (value == null) {
            pushNull(arguments);
        } else if (value instanceof String text) {
            push(arguments, checked(index, text));
        } else if (value instanceof Integer number) {
            push(arguments, (double) number);
        } else if (value instanceof Long number) {
            pushLong(arguments, number);
        } else if (value instanceof Double number) {
            push(arguments, checked(index, number));
        } else if (value instanceof Boolean truth) {
            push(arguments, truth ? 1.0 : 0.0);
        } else if (value instanceof byte[] bytes) {
            push(arguments, checked(index, bytes));
        } else {
            throw new IllegalArgumentException("Cannot bind parameter " + index + ": SQLite takes no "
                    + value.getClass().getName()
                    + ". Bind null, a String, byte[], Integer, Long, Double or Boolean.");
        }
    }

    private static void pushLong(JSObject arguments, long number) {
        if (number >= -MAX_EXACT_LONG && number <= MAX_EXACT_LONG) {
            push(arguments, (double) number);
        } else {
            push(arguments, Long.toString(number));
        }
    }

    private static String checked(int index, String text) {
        if (Utf8.isLongerThan(text, SqlStorage.MAX_VALUE_BYTES)) {
            throw tooLong(index);
        }
        return text;
    }

    private static byte[] checked(int index, byte[] bytes) {
        if (bytes.length > SqlStorage.MAX_VALUE_BYTES) {
            throw tooLong(index);
        }
        return bytes;
    }

    private static double checked(int index, double number) {
        if (Double.isNaN(number)) {
            throw new IllegalArgumentException("Cannot bind parameter " + index
                    + ": it is NaN, which SQLite would store as NULL. Bind null if that is meant.");
        }
        return number;
    }

    private static IllegalArgumentException tooLong(int index) {
        return new IllegalArgumentException("Cannot bind parameter " + index + ": it has more than "
                + SqlStorage.MAX_VALUE_BYTES + " bytes, the most a value may have. Split it into several rows.");
    }

    @JSBody(params = "query", script = "return [query];")
    private static native JSObject newArray(String query);

    @JSBody(
            params = {"target", "value"},
            script = "target.push(value);")
    private static native void push(JSObject target, String value);

    @JSBody(
            params = {"target", "value"},
            script = "target.push(value);")
    private static native void push(JSObject target, double value);

    /** The runtime takes the bytes of a view before {@code exec} returns. */
    private static void push(JSObject target, byte[] value) {
        push(target, Bytes.view(value, 0, value.length));
    }

    @JSBody(
            params = {"target", "value"},
            script = "target.push(value);")
    private static native void push(JSObject target, JSObject value);

    @JSBody(params = "target", script = "target.push(null);")
    private static native void pushNull(JSObject target);
}
