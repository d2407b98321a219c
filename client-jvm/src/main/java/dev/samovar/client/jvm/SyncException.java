package dev.samovar.client.jvm;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Refusal;

/** Something that was asked of the server was not done, or it is not known whether it was. */
public final class SyncException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** For a refusal without a code, as other servers send them. */
    private static final String NO_CODE = "REFUSED";

    private final String code;

    private SyncException(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    static SyncException of(Refusal refusal) {
        String code = refusal.code();
        return new SyncException(code == null ? NO_CODE : code, refusal.message());
    }

    static SyncException of(Closed closed) {
        if (closed.cause() == Closed.Cause.REQUESTED) {
            return closed();
        }
        String reason = closed.reason().isEmpty() ? "" : ": " + closed.reason();
        return new SyncException(
                closed.cause().name(), "The connection was closed for good, with code " + closed.code() + reason + ".");
    }

    static SyncException closed() {
        return new SyncException(ErrorCode.CLOSED.name(), "This was closed before.");
    }

    static SyncException unknown(String txId) {
        return new SyncException(
                ErrorCode.CONNECTION_LOST.name(),
                "It is not known whether the write " + txId + " was done: no answer came before the client gave up."
                        + " Sent again with the same id it is done at most once.");
    }

    /** The name of an {@link ErrorCode}, or a text that only this client or another server uses. Stable. */
    public String code() {
        return code;
    }
}
