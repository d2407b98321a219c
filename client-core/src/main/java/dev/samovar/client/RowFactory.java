package dev.samovar.client;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.ServerFrame;
import java.util.List;

/**
 * Makes rows of what the wire brings: each once, so that a client keeps no second copy of what its reader shows. None
 * of these throws. Rows passed in are its own, and columns are what the platform's {@link ValueReader} has read.
 */
public interface RowFactory {
    /** A whole row. */
    Row of(Encodable columns);

    /** The rows of a piece of a snapshot, in its order. */
    List<Row> of(ServerFrame.Chunk chunk);

    /** A row with some of its columns changed. The row given stays as it is. */
    Row merged(Row row, Encodable changed);

    /** Whether nobody could tell the two apart. */
    boolean isSame(Row one, Row other);
}
