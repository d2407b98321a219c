package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Why something was refused. The name of a constant is its name on the wire: never renamed, never used again for
 * something else. A peer may send codes that are not listed here; they stay text.
 */
public enum ErrorCode {
    /** The request is larger than a limit of the server: too many operations, too many subscriptions. */
    LIMIT_EXCEEDED(Action.GIVE_UP),

    /** The request is well formed, but its values are not what the collection or the command takes. */
    VALIDATION(Action.GIVE_UP),

    /** The author's authorization refused it. */
    FORBIDDEN(Action.GIVE_UP),

    /** The row that the operation is about does not exist. */
    NOT_FOUND(Action.GIVE_UP),

    /** The author's code failed while it ran; nothing of a mutation was kept. */
    EXECUTE_FAILED(Action.GIVE_UP),

    /** The transaction id was used before with another content. */
    TX_ID_REUSED(Action.GIVE_UP),

    /** The object has no collection of this name. */
    UNKNOWN_COLLECTION(Action.GIVE_UP),

    /** The object has no command of this name. */
    UNKNOWN_COMMAND(Action.GIVE_UP),

    /** The collection does not take this operation. */
    NO_HANDLER(Action.GIVE_UP),

    /** The command ran, but its result cannot be sent. */
    NON_SERIALIZABLE(Action.GIVE_UP),

    /** The server does not serve this kind of request: filters, windows and fetches of some shapes. */
    UNSUPPORTED(Action.GIVE_UP),

    /** The server could not do it now; nothing was recorded, so the same request may be sent again. */
    TEMPORARILY_UNAVAILABLE(Action.RETRY),

    /** The client asks too often. Nothing was recorded; the refusal tells when to ask again. */
    RATE_LIMITED(Action.RETRY),

    /** The client did not send the frame, because it is larger than the server takes. */
    FRAME_TOO_LARGE(Action.GIVE_UP),

    /** The client did not send the frame, because a transaction with this id is still under way. */
    DUPLICATE_TXID(Action.GIVE_UP),

    /** The connection was lost before the answer came: the outcome is unknown; the same id may be sent again. */
    CONNECTION_LOST(Action.RETRY),

    /** The client was closed. */
    CLOSED(Action.GIVE_UP);

    /** What the end that receives a code does next. */
    public enum Action {
        /** Send the same request again, with the same id, later. */
        RETRY,
        /** Report it; sending the same again would end the same. */
        GIVE_UP
    }

    private final Action action;

    ErrorCode(Action action) {
        this.action = action;
    }

    public Action action() {
        return action;
    }

    /** The constant of a wire name; {@code null} for a code that is not listed here. */
    public static @Nullable ErrorCode parse(String wireName) {
        for (ErrorCode code : values()) {
            if (code.name().equals(wireName)) {
                return code;
            }
        }
        return null;
    }
}
