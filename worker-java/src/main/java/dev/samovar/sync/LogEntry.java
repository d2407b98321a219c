package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;

/** One line of the change log: that a row changed, not how. */
record LogEntry(Position seq, String table, String key, Operation op) {}
