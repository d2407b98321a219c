package dev.samovar.client.web;

import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/**
 * Reads values of JavaScript. What the wire would lose is refused: a Map or an instance of a class would arrive as an
 * object without content, an invalid date as 1970.
 */
final class ValueFromJs {
    private static final int NULL = 0;
    private static final int BOOLEAN = 1;
    private static final int NUMBER = 2;
    private static final int STRING = 3;
    private static final int BIGINT = 4;
    private static final int ARRAY = 5;
    private static final int DATE = 6;
    private static final int BYTES = 7;
    private static final int BUFFER = 8;
    private static final int OBJECT = 9;

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private ValueFromJs() {}

    /**
     * A value with all that is in it. {@code undefined} is null.
     *
     * @throws UnsupportedValueException if the wire cannot carry it
     */
    static Value convert(@Nullable JSObject value) {
        return convert(value, 0);
    }

    /**
     * The columns of a row of TanStack DB, without the five that it adds to every row it shows.
     *
     * @throws UnsupportedValueException if the wire cannot carry one
     */
    static Value.Map row(JSObject row) {
        return object(row, 0, true);
    }

    private static Value convert(@Nullable JSObject value, int depth) {
        return switch (kindOf(value)) {
            case NULL -> Value.NULL;
            case BOOLEAN -> Value.of(toBoolean(value));
            case NUMBER -> Value.of(toNumber(value));
            case STRING -> Value.of(toText(value));
            case BIGINT -> bigInt(value);
            case ARRAY -> array(value, depth);
            case DATE -> timestamp(toNumber(value));
            case BYTES -> Value.of(copyOfBytes(value));
            case BUFFER -> Value.of(copyOfBuffer(value));
            case OBJECT -> object(value, depth, false);
            default ->
                throw new UnsupportedValueException("is " + describe(value)
                        + ", which cannot be sent. Use null, booleans, numbers, bigints, strings, dates, Uint8Array,"
                        + " arrays and plain objects.");
        };
    }

    private static Value.Map object(@Nullable JSObject object, int depth, boolean isRow) {
        checkDepth(depth);
        JsArray keys = keysOf(object);
        Map<String, Value> entries = new LinkedHashMap<>();
        for (int i = 0; i < keys.getLength(); i++) {
            String key = toText(keys.get(i));
            if (isRow && isVirtual(key)) {
                continue;
            }
            try {
                entries.put(key, convert(property(object, key), depth + 1));
            } catch (UnsupportedValueException e) {
                throw e.under(key);
            }
        }
        return new Value.Map(entries);
    }

    private static Value.Array array(@Nullable JSObject array, int depth) {
        checkDepth(depth);
        JsArray items = asArray(array);
        List<Value> values = new ArrayList<>(items.getLength());
        for (int i = 0; i < items.getLength(); i++) {
            try {
                values.add(convert(items.get(i), depth + 1));
            } catch (UnsupportedValueException e) {
                throw e.at(i);
            }
        }
        return new Value.Array(values);
    }

    private static void checkDepth(int depth) {
        if (depth >= MessagePackWriter.MAX_DEPTH) {
            throw new UnsupportedValueException("lies deeper than " + MessagePackWriter.MAX_DEPTH
                    + " levels, or contains itself. Send a flatter value.");
        }
    }

    private static Value timestamp(double millis) {
        if (Double.isNaN(millis)) {
            throw new UnsupportedValueException("is an invalid Date. Send null, or a date that exists.");
        }
        double seconds = Math.floor(millis / MILLIS_PER_SECOND);
        return new Value.Timestamp((long) seconds, (int) ((millis - seconds * MILLIS_PER_SECOND) * NANOS_PER_MILLI));
    }

    private static Value bigInt(@Nullable JSObject value) {
        if (!fitsIn64Bits(value)) {
            throw new UnsupportedValueException("is a bigint of more than 64 bits. Send it as a string, or as bytes.");
        }
        long bits = ((long) highBits(value) << 32) | (lowBits(value) & 0xffff_ffffL);
        return new Value.BigInt(bits, isNegative(value));
    }

    private static boolean isVirtual(String column) {
        return switch (column) {
            case "$synced", "$origin", "$key", "$collectionId", "$hasPendingWrites" -> true;
            default -> false;
        };
    }

    /** Plain are objects without a prototype, and those whose prototype is the last of its chain, in any realm. */
    @JSBody(
            params = "value",
            script = "if (value === null || value === undefined) return 0;"
                    + "switch (typeof value) {"
                    + "  case 'boolean': return 1;"
                    + "  case 'number': return 2;"
                    + "  case 'string': return 3;"
                    + "  case 'bigint': return 4;"
                    + "  case 'object': break;"
                    + "  default: return -1;"
                    + "}"
                    + "if (Array.isArray(value)) return 5;"
                    + "if (value instanceof Date) return 6;"
                    + "if (value instanceof Uint8Array) return 7;"
                    + "if (value instanceof ArrayBuffer) return 8;"
                    + "var proto = Object.getPrototypeOf(value);"
                    + "return proto === null || Object.getPrototypeOf(proto) === null ? 9 : -1;")
    private static native int kindOf(@Nullable JSObject value);

    @JSBody(
            params = "value",
            script = "return typeof value !== 'object' ? 'a ' + typeof value"
                    + " : 'an instance of ' + ((value.constructor && value.constructor.name) || 'a class');")
    private static native String describe(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native boolean toBoolean(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native String toText(@Nullable JSObject value);

    /** Of a date its milliseconds since 1970. */
    @JSBody(params = "value", script = "return +value;")
    private static native double toNumber(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native JsArray asArray(@Nullable JSObject value);

    @JSBody(params = "object", script = "return Object.keys(object);")
    private static native JsArray keysOf(@Nullable JSObject object);

    @JSBody(
            params = {"object", "key"},
            script = "return object[key];")
    private static native @Nullable JSObject property(@Nullable JSObject object, String key);

    @JSBody(
            params = "value",
            script = "return BigInt.asIntN(64, value) === value || BigInt.asUintN(64, value) === value;")
    private static native boolean fitsIn64Bits(@Nullable JSObject value);

    @JSBody(params = "value", script = "return Number(BigInt.asIntN(32, value >> BigInt(32)));")
    private static native int highBits(@Nullable JSObject value);

    @JSBody(params = "value", script = "return Number(BigInt.asIntN(32, value));")
    private static native int lowBits(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value < 0;")
    private static native boolean isNegative(@Nullable JSObject value);

    @JSBody(params = "value", script = "return new Int8Array(new Uint8Array(value).buffer);")
    @JSByRef
    private static native byte[] copyOfBytes(@Nullable JSObject value);

    @JSBody(params = "value", script = "return new Int8Array(value.slice(0));")
    @JSByRef
    private static native byte[] copyOfBuffer(@Nullable JSObject value);
}
