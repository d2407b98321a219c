package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import java.util.List;

/** Hears what came of a {@link SyncedCollection#fetch}. Exactly one method is called, once. Must not throw. */
public interface PageListener {
    /**
     * The rows of one reading.
     *
     * @param rows in the order that was asked for
     * @param position which they are of
     */
    void onPage(List<Row> rows, Position position);

    void onRefused(Refusal refusal);

    /** The connection is closed for good. */
    void onClosed(Closed closed);
}
