package dev.samovar.protocol.query;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Refusal;

/** A filter or an order that is not served. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_NAME_CHARS = 64;

    private final transient Refusal refusal;

    /** Without a stack: a client decides how often this happens. */
    private QueryException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.refusal = Refusal.of(code, message);
    }

    static QueryException unsupported(String message) {
        return new QueryException(ErrorCode.UNSUPPORTED, message);
    }

    static QueryException invalid(String message) {
        return new QueryException(ErrorCode.VALIDATION, message);
    }

    static QueryException limit(String message) {
        return new QueryException(ErrorCode.LIMIT_EXCEEDED, message);
    }

    /** What to tell the client. */
    public Refusal refusal() {
        return refusal;
    }

    /** As much of a name that a client made up as belongs into a message. */
    static String quoted(String name) {
        return name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS) + "...";
    }
}
