package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Hears how a write ended. Exactly one method is called, once, perhaps before the call that made the write returns.
 * Must not throw.
 */
public interface WriteListener {
    /**
     * It was done, and the rows it changed have been delivered.
     *
     * @param result what a command returned, if anything, as the platform's {@link ValueReader} has read it
     */
    void onCommitted(@Nullable Encodable result);

    /** It was not done: the server refused it, or this client did not send it because the server would. */
    void onRejected(Refusal refusal);

    /** It may have been done or not: no answer came in time. Sent again with the same id it is done at most once. */
    void onUnknown(String txId);

    /** It was not done: the client was closed before. */
    void onNotSent(Closed closed);
}
