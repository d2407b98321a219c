package dev.samovar.sync;

import dev.samovar.protocol.Position;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was added to the log: its lines, if anybody needs them, and the rows they are about as far as those were read
 * with them.
 *
 * @param head the newest position
 * @param table whose rows were read; {@code null} if none were
 * @param rows by key; a key of the table that is missing has no row
 */
record NewChanges(
        Position head, List<LogEntry> lines, @Nullable SyncedTable<?> table, Map<String, RowState> rows) {
    static NewChanges of(Position head, List<LogEntry> lines) {
        return new NewChanges(head, lines, null, Map.of());
    }

    /** The newest of some lines, or where they were to begin if there are none. */
    static Position head(List<LogEntry> lines, Position from) {
        return lines.isEmpty() ? from : lines.get(lines.size() - 1).seq();
    }
}
