package dev.samovar.protocol;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A view of a map that cannot be changed, for the reason {@link FixedList} has. */
final class FixedMap extends AbstractMap<String, Value> {
    private final Map<String, Value> entries;

    FixedMap(Map<String, Value> entries) {
        this.entries = entries;
    }

    @Override
    public @Nullable Value get(@Nullable Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return entries.containsKey(key);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Set<Map.Entry<String, Value>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Value>> iterator() {
                return new Entries(entries.entrySet().iterator());
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }

    private record Entries(Iterator<Map.Entry<String, Value>> all) implements Iterator<Map.Entry<String, Value>> {
        @Override
        public boolean hasNext() {
            return all.hasNext();
        }

        @Override
        public Map.Entry<String, Value> next() {
            return new SimpleImmutableEntry<>(all.next());
        }
    }
}
