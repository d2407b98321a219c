package dev.samovar.sync;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Refusal;
import java.util.Objects;

/**
 * A write that is refused: nothing of it is kept, and the client gets the code and the message. The refusal is
 * recorded, so that a retry of the same transaction id is answered the same. What may change by itself is refused with
 * {@link ErrorCode#TEMPORARILY_UNAVAILABLE}, which is not recorded; any other exception is told as
 * {@link ErrorCode#EXECUTE_FAILED}, without its message, and is not recorded either.
 */
public final class RejectedException extends RuntimeException {
    private final ErrorCode code;

    /**
     * Refuses with {@link ErrorCode#FORBIDDEN}.
     *
     * @param message shown to the client
     */
    public RejectedException(String message) {
        this(ErrorCode.FORBIDDEN, message);
    }

    /**
     * Refuses with a code of the author's choice.
     *
     * @param message shown to the client: it must hold nothing the client may not know
     */
    public RejectedException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * Refuses for now: because a service is down, say. Nothing is recorded, and the client is told to send the same
     * write again.
     *
     * @param message shown to the client
     */
    public static RejectedException retryLater(String message) {
        return new RejectedException(ErrorCode.TEMPORARILY_UNAVAILABLE, message);
    }

    public ErrorCode code() {
        return code;
    }

    /** Whether the same write would be refused again, however often it is tried. */
    boolean isFinal() {
        return code != ErrorCode.EXECUTE_FAILED && code.action() != ErrorCode.Action.RETRY;
    }

    /** The message is cut: it may quote a name that a client made up, and it is kept with the receipt. */
    Refusal refusal() {
        String message = Objects.requireNonNullElse(getMessage(), "");
        boolean fits = message.length() <= SyncLimits.MAX_MESSAGE_CHARS;
        return Refusal.of(code, fits ? message : message.substring(0, SyncLimits.MAX_MESSAGE_CHARS) + "...");
    }

    static RejectedException invalidRow(String message) {
        return new RejectedException(ErrorCode.VALIDATION, "validation failed: " + message);
    }

    static RejectedException invalid(String message) {
        return new RejectedException(ErrorCode.VALIDATION, message);
    }
}
