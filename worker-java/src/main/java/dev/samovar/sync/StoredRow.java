package dev.samovar.sync;

import dev.samovar.protocol.Value;
import dev.samovar.workers.SqlCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The row a cursor stands on. */
final class StoredRow extends RowReader {
    private final List<String> columns;
    private final @Nullable Object[] values;

    /** Copies the row, so that it outlives the cursor. */
    StoredRow(RowFormat format, SqlCursor cursor) {
        super(new Problems());
        this.columns = format.columns().names();
        this.values = format.exactValues(cursor);
    }

    Value value(String column) {
        Object value = get(column);
        if (value instanceof String text) {
            return Value.of(text);
        }
        if (value instanceof Double number) {
            return Value.of((double) number);
        }
        if (value instanceof Long bigint) {
            return Value.BigInt.of(bigint);
        }
        return value instanceof byte[] bytes ? Value.of(bytes) : Value.NULL;
    }

    @Override
    @Nullable
    Object get(String column) {
        int index = columns.indexOf(column);
        return index < 0 ? null : values[index];
    }
}
