package dev.samovar.sync;

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
        this.columns = cursor.columnNames();
        this.values = new ArrayList<>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            values.add(cursor.get(column));
        }
    }

    @Override
    @Nullable
    Object get(String column) {
        int index = columns.indexOf(column);
        return index < 0 ? null : values.get(index);
    }
}
