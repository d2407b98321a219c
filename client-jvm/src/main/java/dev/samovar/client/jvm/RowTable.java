package dev.samovar.client.jvm;

import dev.samovar.client.RowChange;
import dev.samovar.client.ValueRow;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Ordering;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a collection as they were told last, in the form its reader wants. Any thread may read: each change is
 * seen whole or not at all. A view of all rows is made when it is asked for and kept until something changes, so a
 * flush costs by what it changes, not by what there is.
 */
final class RowTable<T> {
    /** @param order the values of the columns that decide the order */
    // Compared by Ordering, never by equals.
    @SuppressWarnings("ArrayRecordComponent")
    private record Held<T>(T row, @Nullable Object[] order) {}

    private final String name;
    private final Function<? super RowValues, ? extends T> mapper;
    private final List<String> orderColumns;
    private final Ordering ordering;
    private final Map<String, Held<T>> rows = new HashMap<>();
    private @Nullable Map<String, T> view;

    RowTable(String name, Query query, Function<? super RowValues, ? extends T> mapper) {
        this.name = name;
        this.mapper = mapper;
        this.orderColumns = query.orderColumns();
        this.ordering = query.ordering();
    }

    synchronized int size() {
        return rows.size();
    }

    synchronized @Nullable T get(String key) {
        Held<T> held = rows.get(key);
        return held == null ? null : held.row();
    }

    /** All rows by key, in their order. Never changes. */
    synchronized Map<String, T> view() {
        Map<String, T> made = view;
        if (made == null) {
            made = makeView();
            view = made;
        }
        return made;
    }

    private Map<String, T> makeView() {
        List<Entry<String, Held<T>>> entries = new ArrayList<>(rows.entrySet());
        if (!orderColumns.isEmpty()) {
            entries.sort((a, b) -> ordering.compare(
                    a.getValue().order(), a.getKey(), b.getValue().order(), b.getKey()));
        }
        Map<String, T> made = new LinkedHashMap<>(entries.size() * 2);
        entries.forEach(entry -> made.put(entry.getKey(), entry.getValue().row()));
        return Collections.unmodifiableMap(made);
    }

    /** Takes in what has changed. A row that cannot be read is reported, and is not there. */
    Changes<T> apply(List<RowChange> batch) {
        // Read before the lock is taken: this is code of the application.
        Map<String, @Nullable Held<T>> after = new LinkedHashMap<>();
        batch.forEach(change -> after.put(change.key(), read(change)));
        Map<String, T> inserted = new LinkedHashMap<>();
        Map<String, Changes.Update<T>> updated = new LinkedHashMap<>();
        Map<String, T> deleted = new LinkedHashMap<>();
        synchronized (this) {
            view = null;
            after.forEach((key, held) -> {
                Held<T> before = held == null ? rows.remove(key) : rows.put(key, held);
                if (held == null) {
                    if (before != null) {
                        deleted.put(key, before.row());
                    }
                } else if (before == null) {
                    inserted.put(key, held.row());
                } else if (!before.row().equals(held.row())) {
                    updated.put(key, new Changes.Update<>(before.row(), held.row()));
                }
            });
        }
        return new Changes<>(
                Collections.unmodifiableMap(inserted),
                Collections.unmodifiableMap(updated),
                Collections.unmodifiableMap(deleted));
    }

    private @Nullable Held<T> read(RowChange change) {
        if (!(change.after() instanceof ValueRow row)) {
            return null;
        }
        try {
            return new Held<>(mapper.apply(new RowValues(row.columns())), orderValues(row.columns()));
        } catch (RuntimeException failure) {
            Report.error(
                    "The row with the key '" + change.key() + "' of the collection '" + name
                            + "' is left out: its mapper failed.",
                    failure);
            return null;
        }
    }

    private @Nullable Object[] orderValues(Value.Map columns) {
        @Nullable Object[] values = new @Nullable Object[orderColumns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = comparable(columns.get(orderColumns.get(i)));
        }
        return values;
    }

    /** What {@link Ordering} takes. */
    private static @Nullable Object comparable(@Nullable Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Num number) {
            return number.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.Bytes bytes) {
            return bytes.value();
        }
        if (value instanceof Value.BigInt big) {
            return big.negative() || big.bits() >= 0 ? (Object) big.bits() : big;
        }
        return null;
    }
}
