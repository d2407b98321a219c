package dev.samovar.sync;

import dev.samovar.protocol.Value;
import dev.samovar.workers.SqlCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The row a cursor stands on. */
final class StoredRow extends RowReader {
    private final List<String> columns;
    private final List<@Nullable Object> values;

    /** Copies the row, so that it outlives the cursor. */
    StoredRow(SqlCursor cursor) {
        super(new Problems());
        this.columns = cursor.columnNames();
        this.values = new ArrayList<>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            values.add(cursor.get(column));
        }
    }

    Value value(String column) {
        Object value = get(column);
        if (value instanceof String text) {
            return Value.of(text);
        }
        if (value instanceof Double number) {
            return Value.of((double) number);
        }
        return value instanceof byte[] bytes ? Value.of(bytes) : Value.NULL;
    }

    @Override
    @Nullable
    Object get(String column) {
        int index = columns.indexOf(column);
        return index < 0 ? null : values.get(index);
    }
}
