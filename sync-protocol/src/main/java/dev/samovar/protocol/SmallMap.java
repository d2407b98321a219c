package dev.samovar.protocol;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a map that was read, when they are few: two arrays, searched from the front. Frames, operations and
 * most rows are such maps. Compiled by TeaVM, a frame is read into these in three quarters of the time it takes with
 * {@code LinkedHashMap} (a {@code mut} of 102 bytes, Node 20). Cannot be changed from outside the package.
 */
final class SmallMap extends AbstractMap<String, Value> {
    /** Up to this many a search is as quick as a hash. */
    static final int MAX_SIZE = 16;

    private final String[] keys;
    private final Value[] values;
    private int size;

    /** An empty map with room for so many entries, at most {@link #MAX_SIZE}. */
    SmallMap(int capacity) {
        this.keys = new String[capacity];
        this.values = new Value[capacity];
    }

    /** Appends an entry, or gives the key that is there already its new value. */
    void add(String key, Value value) {
        int found = indexOf(key);
        if (found >= 0) {
            values[found] = value;
            return;
        }
        keys[size] = key;
        values[size++] = value;
    }

    @Override
    public @Nullable Value get(@Nullable Object key) {
        int found = indexOf(key);
        return found < 0 ? null : values[found];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return indexOf(key) >= 0;
    }

    @Override
    public int size() {
        return size;
    }

    private int indexOf(@Nullable Object key) {
        for (int i = 0; i < size; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Set<Map.Entry<String, Value>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Value>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, Value>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Map.Entry<String, Value> next() {
            if (next == size) {
                throw new NoSuchElementException();
            }
            return new SimpleImmutableEntry<>(keys[next], values[next++]);
        }
    }
}
