package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain Java as the values of frames, so that one can write {@code Map.of("stars", 3)}: {@code null}, text, numbers,
 * booleans, {@code byte[]}, lists and maps of these, or {@link Value} itself.
 */
public final class PlainValues {
    private PlainValues() {}

    /**
     * Columns, or arguments, by name.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static Value.Map map(Map<String, ? extends @Nullable Object> entries) {
        Map<String, Value> values = new LinkedHashMap<>();
        entries.forEach((key, value) -> values.put(key, of(value)));
        return new Value.Map(values);
    }

    /**
     * One value.
     *
     * @throws IllegalArgumentException if no frame can carry it, or not exactly: a {@code long} beyond 2<sup>53</sup>-1
     */
    public static Value of(@Nullable Object value) {
        if (value == null) {
            return Value.NULL;
        }
        if (value instanceof Value ready) {
            return ready;
        }
        if (value instanceof String text) {
            return Value.of(text);
        }
        if (value instanceof Long number) {
            return Value.of((long) number);
        }
        if (value instanceof Integer || value instanceof Double || value instanceof Float || value instanceof Short) {
            return Value.of(((Number) value).doubleValue());
        }
        if (value instanceof Boolean bool) {
            return Value.of((boolean) bool);
        }
        if (value instanceof byte[] bytes) {
            return Value.of(bytes.clone());
        }
        if (value instanceof List<?> items) {
            List<Value> values = new ArrayList<>(items.size());
            items.forEach(item -> values.add(of(item)));
            return new Value.Array(values);
        }
        if (value instanceof Map<?, ?> entries) {
            return entries(entries);
        }
        throw new IllegalArgumentException("A frame cannot carry a "
                + value.getClass().getName() + ". Give text, a number, a boolean, bytes, a list, a map, or a Value.");
    }

    private static Value.Map entries(Map<?, ?> entries) {
        Map<String, Value> values = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("A frame cannot carry a map whose keys are not texts.");
            }
            values.put(name, of(value));
        });
        return new Value.Map(values);
    }
}
