package dev.samovar.client.web;

import dev.samovar.protocol.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** Makes values of JavaScript: plain objects, arrays, primitives, {@code Date} and {@code Uint8Array}. */
final class ValueToJs {
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private ValueToJs() {}

    /** The most frequent kinds come first. */
    static @Nullable JSObject convert(Value value) {
        if (value instanceof Value.Text text) {
            return string(text.value());
        }
        if (value instanceof Value.Num num) {
            return number(num.value());
        }
        if (value instanceof Value.Bool bool) {
            return bool(bool.value());
        }
        if (value instanceof Value.Map map) {
            return object(map);
        }
        if (value instanceof Value.Array array) {
            return array(array.items());
        }
        if (value instanceof Value.Timestamp time) {
            return date(time.seconds() * MILLIS_PER_SECOND + time.nanos() / NANOS_PER_MILLI);
        }
        if (value instanceof Value.BigInt bigInt) {
            return bigInt((int) (bigInt.bits() >>> 32), (int) bigInt.bits(), bigInt.negative());
        }
        if (value instanceof Value.Bytes bytes) {
            return bytes(bytes.value());
        }
        return null;
    }

    static JSObject object(Value.Map map) {
        JSObject object = newObject();
        for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
            set(object, entry.getKey(), convert(entry.getValue()));
        }
        return object;
    }

    private static JSObject array(List<Value> items) {
        JSObject array = newArray();
        for (Value item : items) {
            push(array, convert(item));
        }
        return array;
    }

    @JSBody(params = "value", script = "return value;")
    static native JSObject string(String value);

    @JSBody(params = "value", script = "return value;")
    private static native JSObject number(double value);

    @JSBody(params = "value", script = "return value;")
    private static native JSObject bool(boolean value);

    @JSBody(script = "return [];")
    private static native JSObject newArray();

    @JSBody(
            params = {"array", "item"},
            script = "array.push(item);")
    private static native void push(JSObject array, @Nullable JSObject item);

    @JSBody(script = "return {};")
    private static native JSObject newObject();

    /** The reader of frames lets no key {@code __proto__} through, so this only ever makes a property. */
    @JSBody(
            params = {"object", "key", "value"},
            script = "object[key] = value;")
    static native void set(JSObject object, String key, @Nullable JSObject value);

    @JSBody(params = "millis", script = "return new Date(millis);")
    private static native JSObject date(double millis);

    @JSBody(
            params = {"high", "low", "isNegative"},
            script = "return BigInt(isNegative ? high : high >>> 0) * BigInt(4294967296) + BigInt(low >>> 0);")
    private static native JSObject bigInt(int high, int low, boolean isNegative);

    /** On the memory of the Java array: nobody else keeps it. */
    @JSBody(params = "bytes", script = "return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native JSObject bytes(@JSByRef byte[] bytes);
}
