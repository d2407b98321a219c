package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a part of the log says of one row.
 *
 * @param first the line whose before-image is the row as it was, if it was there
 * @param last the row's newest line
 * @param wasThere whether there was such a row before
 * @param changed the columns that may differ from what they were: all, unless the row was there and stayed
 */
record LoggedChange(String table, String key, Position first, Position last, boolean wasThere, ColumnMask changed) {
    private record RowId(String table, String key) {}

    /** The rows of some entries, in the order of their newest lines. */
    static List<LoggedChange> of(List<LogEntry> entries) {
        if (entries.size() == 1) {
            return List.of(new Builder(entries.get(0)).build());
        }
        Map<RowId, Builder> rows = new LinkedHashMap<>();
        for (LogEntry entry : entries) {
            RowId id = new RowId(entry.table(), entry.key());
            Builder row = rows.remove(id);
            rows.put(id, row == null ? new Builder(entry) : row.add(entry));
        }
        List<LoggedChange> changes = new ArrayList<>(rows.size());
        for (Builder row : rows.values()) {
            changes.add(row.build());
        }
        return changes;
    }

    private static final class Builder {
        private final LogEntry first;
        private Position last;
        private ColumnMask changed;
        private boolean wasDeleted;
        private boolean wasThere;

        Builder(LogEntry entry) {
            first = entry;
            last = entry.seq();
            changed = entry.changed();
            wasDeleted = entry.op() == Operation.DELETE;
            wasThere = entry.op() != Operation.INSERT;
        }

        Builder add(LogEntry entry) {
            last = entry.seq();
            changed = changed.or(entry.changed());
            wasDeleted |= entry.op() == Operation.DELETE;
            // An insert proves that there was no row. Updates before it are those of a statement inside the statement
            // that inserted it: foreign keys act before the triggers of the row they belong to.
            wasThere &= wasDeleted || entry.op() != Operation.INSERT;
            return this;
        }

        LoggedChange build() {
            return new LoggedChange(first.table(), first.key(), first.seq(), last, wasThere, changed);
        }
    }
}
