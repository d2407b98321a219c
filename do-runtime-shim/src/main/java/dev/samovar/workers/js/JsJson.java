package dev.samovar.workers.js;

import dev.samovar.workers.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/** {@code JSON}, with plain Java values. */
final class JsJson implements Json {
    private static final long MAX_EXACT_LONG = (1L << 53) - 1;

    @Override
    public @Nullable Object parse(String text) {
        try {
            return toJava(parseJs(text));
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public String stringify(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static @Nullable Object toJava(@Nullable JSObject value) {
        return switch (kind(value)) {
            case 0 -> null;
            case 1 -> isTrue(value);
            case 2 -> number(value);
            case 3 -> string(value);
            case 4 -> list(value);
            default -> map(value);
        };
    }

    private static List<@Nullable Object> list(@Nullable JSObject value) {
        JSArrayReader<JSObject> array = array(value);
        int length = array.getLength();
        List<@Nullable Object> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(toJava(array.get(i)));
        }
        return list;
    }

    private static Map<String, @Nullable Object> map(@Nullable JSObject value) {
        JSArrayReader<JSString> keys = keys(value);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.getLength(); i++) {
            String key = keys.get(i).stringValue();
            map.put(key, toJava(property(value, key)));
        }
        return map;
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof String string) {
            text.append(quote(string));
        } else if (value instanceof Boolean bool) {
            text.append(bool.booleanValue());
        } else if (value instanceof Integer number) {
            text.append(number.intValue());
        } else if (value instanceof Long number) {
            text.append(exact(number));
        } else if (value instanceof Double number) {
            text.append(format(finite(number)));
        } else if (value instanceof List<?> list) {
            writeList(list, text);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, text);
        } else {
            throw new IllegalArgumentException("JSON has no place for a "
                    + value.getClass().getName()
                    + ". Give null, a Boolean, Integer, Long, Double, String, List or Map.");
        }
    }

    private static void writeList(List<?> list, StringBuilder text) {
        text.append('[');
        String separator = "";
        for (Object element : list) {
            text.append(separator);
            write(element, text);
            separator = ",";
        }
        text.append(']');
    }

    private static void writeMap(Map<?, ?> map, StringBuilder text) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException("A key of a JSON object must be a String.");
            }
            text.append(separator).append(quote(key)).append(':');
            write(entry.getValue(), text);
            separator = ",";
        }
        text.append('}');
    }

    private static long exact(long number) {
        if (number < -MAX_EXACT_LONG || number > MAX_EXACT_LONG) {
            throw new IllegalArgumentException(
                    number + " is beyond 2^53-1, where readers of JSON round. Write it as a String.");
        }
        return number;
    }

    private static double finite(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("JSON has no NaN and no infinity. Write null or a String.");
        }
        return number;
    }

    @JSBody(params = "text", script = "return JSON.parse(text);")
    private static native @Nullable JSObject parseJs(String text);

    @JSBody(params = "text", script = "return JSON.stringify(text);")
    private static native String quote(String text);

    @JSBody(params = "number", script = "return JSON.stringify(number);")
    private static native String format(double number);

    @JSBody(
            params = "value",
            script = "if (value === null) { return 0; }"
                    + "switch (typeof value) { case 'boolean': return 1; case 'number': return 2;"
                    + " case 'string': return 3; default: return Array.isArray(value) ? 4 : 5; }")
    private static native int kind(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native boolean isTrue(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native double number(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native String string(@Nullable JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native JSArrayReader<JSObject> array(@Nullable JSObject value);

    @JSBody(params = "value", script = "return Object.keys(value);")
    private static native JSArrayReader<JSString> keys(@Nullable JSObject value);

    @JSBody(
            params = {"value", "key"},
            script = "return value[key];")
    private static native @Nullable JSObject property(@Nullable JSObject value, String key);
}
