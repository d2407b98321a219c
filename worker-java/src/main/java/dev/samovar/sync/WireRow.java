package dev.samovar.sync;

import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/** What a client sent for a row: all columns of an insert, or the changed ones over the stored row. */
final class WireRow extends RowReader {
    private final Value.Map columns;
    private final String keyColumn;
    private final String key;
    private final @Nullable StoredRow stored;
    private final String place;

    /** @param place goes before the names of columns in messages; may be empty */
    WireRow(Value.Map columns, String keyColumn, String key, @Nullable StoredRow stored, String place) {
        super(new Problems());
        this.columns = columns;
        this.keyColumn = keyColumn;
        this.key = key;
        this.stored = stored;
        this.place = place;
    }

    @Override
    String path(String column) {
        return place + column;
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
        Object plain = plain(value);
        if (plain == null && !(value instanceof Value.Null)) {
            check(false, column, "must be text, a number, a boolean, a bigint of 64 bits, bytes or null");
        }
        return plain;
    }

    /** What {@link RowReader#get} gives; {@code null} also for what no column can hold. */
    static @Nullable Object plain(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Num number) {
            return number.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.BigInt bigint && (bigint.negative() || bigint.bits() >= 0)) {
            return bigint.bits();
        }
        return value instanceof Value.Bytes bytes ? bytes.value() : null;
    }
}
