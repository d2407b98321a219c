package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * What {@code client.js} gives to Java: the user's token, the classes of errors, and where to tell what happened. None
 * of these throws.
 */
public interface Host extends JSObject {
    /**
     * Gets the token for the next socket, and then calls one of the two: the first with the token or with {@code null},
     * the second with the text of an error.
     */
    void token(TextFunction onToken, TextFunction onError);

    /** What {@link #retryDelay} gives when it leaves the choice to the client. */
    int NOT_CHOSEN = -2;

    /**
     * How long the user wants to wait before the next attempt to connect.
     *
     * @param failures in a row
     * @param closeCode the WebSocket's, or 0
     * @return milliseconds, -1 for no further attempt, or {@link #NOT_CHOSEN}
     */
    int retryDelay(int failures, int closeCode);

    /** Something that {@link ClientDoor} tells of the connection or the writes may have changed. */
    void changed();

    /** Positions may have moved; the rows up to there were published. */
    void boundary();

    /**
     * A write was made that has no outcome.
     *
     * @param frame a {@code Uint8Array}, not to be changed
     */
    void writeAdded(String txId, JSObject frame);

    /** The outcome of a write is known, or its owner is done waiting. */
    void writeSettled(String txId);

    /** An error of the user's own code, or a bug, that nobody waits for. */
    void report(JSObject error);

    void warn(String message);

    JSObject mutationRejected(String txId, String code, String message, boolean isRetryable);

    JSObject commandRejected(String command, String code, String message, boolean isRetryable);

    JSObject subscriptionRefused(String table, String code, String message, boolean isRetryable);

    /**
     * The connection went away.
     *
     * @param txId of the write whose outcome is unknown; {@code null} if the error is not about a write
     */
    JSObject connectionLost(@Nullable String txId, String message);

    /**
     * The client is closed.
     *
     * @param code {@code CLOSED}, {@code UNAUTHENTICATED}, {@code FORBIDDEN}, {@code GONE} or {@code REFUSED}
     * @param closeCode the WebSocket's
     */
    JSObject closed(String code, int closeCode, String reason);
}
