package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;

/** Hears how a {@link Subscription} fares. Must not throw. May subscribe, unsubscribe and write. */
public interface SubscriptionListener {
    /** The rows are complete, and were told. Called after every snapshot and every catch-up, also an empty one. */
    void onLive();

    /**
     * The server does not serve this subscription: its rows, if there were any, are gone. The client asks again on its
     * next connection, so {@link #onLive} may follow.
     */
    void onRefused(Refusal refusal);

    /**
     * The connection is closed for good. Rows stay as they are, unless the object was deleted. {@link #onLive} follows
     * if the connection is opened again.
     */
    void onClosed(Closed closed);
}
