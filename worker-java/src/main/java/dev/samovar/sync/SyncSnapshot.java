package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Value;
import java.util.List;

/**
 * Rows as they were at one position, for a page that is rendered on the server, say. A client that is given rows, epoch
 * and position may subscribe from there.
 *
 * @param rows in the order that was asked for, with the columns' declared types
 * @param position never before the first position of the object
 */
public record SyncSnapshot(List<Value.Map> rows, String epoch, Position position) {}
