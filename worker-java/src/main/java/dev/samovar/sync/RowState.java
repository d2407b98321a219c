package dev.samovar.sync;

import dev.samovar.workers.SqlCursor;
import org.jspecify.annotations.Nullable;

/** A row as it is now, read once: its values for predicates, and its bytes in the format that clients see. */
final class RowState {
    private final RowImage stored;
    private final RowImage typed;
    private final @Nullable Object[] values;

    /** @param needsValues whether somebody will ask for {@link #values} */
    RowState(SyncedTable<?> table, SqlCursor cursor, boolean needsValues) {
        this.stored = table.storedFormat().image(cursor);
        this.typed = table.typedFormat() == table.storedFormat()
                ? stored
                : table.typedFormat().image(cursor);
        this.values = needsValues ? table.storedFormat().values(cursor) : new @Nullable Object[0];
    }

    RowImage image(boolean isTyped) {
        return isTyped ? typed : stored;
    }

    /** As they are stored, in the order of the table's columns. */
    @Nullable
    Object[] values() {
        return values;
    }

    int size() {
        return stored.size();
    }
}
