package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;

/** Receives the rows of one subscription. Must not throw. May subscribe, unsubscribe and write. */
public interface CollectionListener {
    /** Rows have changed. After each call the rows are those of one position of the server. */
    void onBatch(RowBatch batch);

    /** The rows are those of the server. Called after every snapshot and every catch-up, also an empty one. */
    void onReady();

    /**
     * The server does not serve this subscription: its rows, if there were any, are gone. The client asks again on its
     * next connection, so {@link #onReady} may follow.
     */
    void onRefused(Refusal refusal);

    /** The connection is closed for good; rows stay as they are. {@link #onReady} follows if it is opened again. */
    void onClosed(Closed closed);
}
