package dev.samovar.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values by a text, in the order in which their keys came. Compiled by TeaVM, {@code LinkedHashMap} brings twenty
 * classes, of which nobody in this package needs more than this.
 */
final class OrderedMap<V> {
    private static final int LEAST_PLACES = 16;

    private static final class Entry<V> {
        final String key;

        /** {@code null} once it was removed. */
        @Nullable
        V value;

        Entry(String key, V value) {
            this.key = key;
            this.value = value;
        }
    }

    /** By their keys' hashes, or behind those that were there first. Half of the places are free, or more. */
    private @Nullable Entry<V>[] places = places(LEAST_PLACES);

    /** With those that were removed since it was made. */
    private List<Entry<V>> order = new ArrayList<>();

    private int size;

    int size() {
        return size;
    }

    @Nullable
    V get(String key) {
        Entry<V> entry = places[placeOf(key)];
        return entry == null ? null : entry.value;
    }

    /** A key that has a value already keeps its turn. */
    void put(String key, V value) {
        int place = placeOf(key);
        Entry<V> entry = places[place];
        if (entry != null && entry.value != null) {
            entry.value = value;
            return;
        }
        Entry<V> added = new Entry<>(key, value);
        places[place] = added;
        order.add(added);
        size++;
        if (order.size() * 2 > places.length) {
            arrange();
        }
    }

    /** The value that the key had; {@code null} if it had none. */
    @Nullable
    V remove(String key) {
        Entry<V> entry = places[placeOf(key)];
        if (entry == null || entry.value == null) {
            return null;
        }
        V value = entry.value;
        entry.value = null;
        size--;
        if (size == 0) {
            clear();
        }
        return value;
    }

    void clear() {
        size = 0;
        order = new ArrayList<>();
        places = places(LEAST_PLACES);
    }

    /** As they are now: what is put or removed later does not change the list. */
    List<String> keys() {
        List<String> keys = new ArrayList<>(size);
        for (Entry<V> entry : order) {
            if (entry.value != null) {
                keys.add(entry.key);
            }
        }
        return keys;
    }

    /** Those of {@link #keys}, in the same order. */
    List<V> values() {
        List<V> values = new ArrayList<>(size);
        for (Entry<V> entry : order) {
            if (entry.value != null) {
                values.add(entry.value);
            }
        }
        return values;
    }

    /** Makes room, and forgets what was removed. */
    private void arrange() {
        List<Entry<V>> entries = order;
        order = new ArrayList<>();
        int count = LEAST_PLACES;
        while (count < size * 4) {
            count *= 2;
        }
        places = places(count);
        for (Entry<V> entry : entries) {
            if (entry.value != null) {
                places[placeOf(entry.key)] = entry;
                order.add(entry);
            }
        }
    }

    /** Where the key is, or is to be put. */
    private int placeOf(String key) {
        int hash = key.hashCode();
        int place = (hash ^ (hash >>> 16)) & (places.length - 1);
        Entry<V> entry = places[place];
        while (entry != null && !entry.key.equals(key)) {
            place = (place + 1) & (places.length - 1);
            entry = places[place];
        }
        return place;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> @Nullable Entry<V>[] places(int count) {
        return (@Nullable Entry<V>[]) new Entry[count];
    }
}
