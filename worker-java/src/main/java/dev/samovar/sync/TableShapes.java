package dev.samovar.sync;

import dev.samovar.protocol.query.EqualityKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of one table that somebody is subscribed to. Those that ask a column to equal a value are found by that
 * value, so that a change costs nothing for the many that ask for another one.
 */
final class TableShapes {
    private final Map<String, Shape> byName = new LinkedHashMap<>();
    /** Those that have to be asked for every change. */
    private final Set<Shape> unindexed = new LinkedHashSet<>();

    private final Map<Integer, Map<Object, Set<Shape>>> byValue = new HashMap<>();

    @Nullable
    Shape find(String name) {
        return byName.get(name);
    }

    void add(Shape shape) {
        byName.put(shape.name(), shape);
        places(shape).add(shape);
    }

    void remove(Shape shape) {
        byName.remove(shape.name());
        places(shape).remove(shape);
        EqualityKey key = shape.predicate().equality();
        if (key != null) {
            Map<Object, Set<Shape>> values = byValue.getOrDefault(key.column(), Map.of());
            if (values.getOrDefault(key.value(), unindexed).isEmpty()) {
                values.remove(key.value());
            }
            if (values.isEmpty()) {
                byValue.remove(key.column());
            }
        }
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    Collection<Shape> all() {
        return byName.values();
    }

    /** Whether a change is judged by more than its key. */
    boolean needValues() {
        for (Shape shape : byName.values()) {
            if (shape.needsValues()) {
                return true;
            }
        }
        return false;
    }

    /** The shapes that the row is, or was, or may be a member of. */
    Collection<Shape> concernedBy(ChangedRow row) {
        if (byValue.isEmpty()) {
            return unindexed;
        }
        Set<Shape> concerned = new LinkedHashSet<>(unindexed);
        RowState now = row.now();
        if (now != null) {
            collect(now.values(), concerned);
        }
        @Nullable Object[] before = row.before();
        if (before != null) {
            collect(before, concerned);
        }
        return concerned;
    }

    private void collect(@Nullable Object[] values, Set<Shape> into) {
        byValue.forEach((column, shapes) -> {
            Object value = EqualityKey.keyOf(values[column]);
            if (value != null) {
                into.addAll(shapes.getOrDefault(value, Set.of()));
            }
        });
    }

    private Set<Shape> places(Shape shape) {
        EqualityKey key = shape.predicate().equality();
        return key == null
                ? unindexed
                : byValue.computeIfAbsent(key.column(), column -> new HashMap<>())
                        .computeIfAbsent(key.value(), value -> new LinkedHashSet<>());
    }
}
