package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;

/**
 * One line of the change log: that a row changed, not how.
 *
 * @param changed the columns that an update may have changed: never too few. All of them for an insert and a delete.
 */
record LogEntry(Position seq, String table, String key, Operation op, ColumnMask changed) {}
