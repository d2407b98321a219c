package dev.samovar.sync;

import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/** What a client sent for a row: all columns of an insert, or the changed ones over the stored row. */
final class WireRow extends RowReader {
    private final Value.Map columns;
    private final String keyColumn;
    private final String key;
    private final @Nullable StoredRow stored;

    WireRow(Value.Map columns, String keyColumn, String key, @Nullable StoredRow stored) {
        this.columns = columns;
        this.keyColumn = keyColumn;
        this.key = key;
        this.stored = stored;
    }

    @Override
    @Nullable
    Object get(String column) {
        if (column.equals(keyColumn)) {
            return key;
        }
        Value value = columns.get(column);
        if (value == null) {
            return stored == null ? null : stored.get(column);
        }
        return plain(column, value);
    }

    private static @Nullable Object plain(String column, Value value) {
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
        if (value instanceof Value.Null) {
            return null;
        }
        throw new IllegalArgumentException(column + " must be text, a number, a boolean, bytes or null");
    }
}
