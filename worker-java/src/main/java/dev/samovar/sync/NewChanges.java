package dev.samovar.sync;

import dev.samovar.protocol.Position;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines that were added to the log, with the rows they are about as far as those were read with them.
 *
 * @param table whose rows were read; {@code null} if none were
 * @param rows by key; a key of the table that is missing has no row
 */
record NewChanges(List<LogEntry> lines, @Nullable SyncedTable<?> table, Map<String, RowState> rows) {
    static NewChanges of(List<LogEntry> lines) {
        return new NewChanges(lines, null, Map.of());
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    Position head() {
        return lines.get(lines.size() - 1).seq();
    }
}
