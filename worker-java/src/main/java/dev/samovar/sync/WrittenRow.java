package dev.samovar.sync;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation wrote, kept for its effect.
 *
 * @param columns of the row, or {@code null} if there was none
 * @param changed the names among them that the client sent
 */
record WrittenRow(String key, Value.@Nullable Map columns, List<Value> changed) {
    /** Without the key, which has a column of its own. */
    Value encoded() {
        return Value.array(columns == null ? Value.NULL : columns, new Value.Array(changed));
    }

    static WrittenRow decoded(String key, Value encoded) {
        List<Value> parts = ((Value.Array) encoded).items();
        Value.Map columns = parts.get(0) instanceof Value.Map map ? map : null;
        return new WrittenRow(key, columns, ((Value.Array) parts.get(1)).items());
    }

    static List<Value> names(Value.Map changes) {
        List<Value> names = new ArrayList<>();
        for (String name : changes.entries().keySet()) {
            names.add(Value.of(name));
        }
        return names;
    }

    Value.Map changes() {
        Map<String, Value> changes = new LinkedHashMap<>();
        for (Value name : changed) {
            String column = ((Value.Text) name).value();
            Value value = columns == null ? null : columns.get(column);
            if (value != null) {
                changes.put(column, value);
            }
        }
        return new Value.Map(changes);
    }
}
