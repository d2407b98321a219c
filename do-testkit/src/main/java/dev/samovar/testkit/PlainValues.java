package dev.samovar.testkit;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain Java as the values of frames, so that a test can write {@code Map.of("stars", 3)}. */
final class PlainValues {
    private PlainValues() {}

    static Value.Map map(Map<?, ? extends @Nullable Object> entries) {
        Map<String, Value> values = new LinkedHashMap<>();
        entries.forEach((key, value) -> values.put(String.valueOf(key), of(value)));
        return new Value.Map(values);
    }

    /** @throws IllegalArgumentException if no frame can carry it */
    static Value of(@Nullable Object value) {
        if (value == null) {
            return Value.NULL;
        }
        if (value instanceof Value ready) {
            return ready;
        }
        if (value instanceof String text) {
            return Value.of(text);
        }
        if (value instanceof Number number) {
            return Value.of(number.doubleValue());
        }
        if (value instanceof Boolean bool) {
            return Value.of(bool);
        }
        if (value instanceof byte[] bytes) {
            return Value.of(bytes.clone());
        }
        if (value instanceof List<?> items) {
            List<Value> values = new ArrayList<>();
            items.forEach(item -> values.add(of(item)));
            return new Value.Array(values);
        }
        if (value instanceof Map<?, ?> entries) {
            return map(entries);
        }
        throw new IllegalArgumentException("A frame cannot carry "
                + value.getClass().getName() + ". Give text, a number, a boolean, bytes, a list, a map, or a Value.");
    }
}
