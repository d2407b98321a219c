package dev.samovar.gateway;

import dev.samovar.protocol.CloseCode;

/**
 * A request that must not pass. The client is told only which of the two kinds it is, so that a guesser learns nothing;
 * the message is for the log.
 */
public final class RefusedException extends RuntimeException {
    private final boolean known;

    private RefusedException(boolean known, String message) {
        super(message);
        this.known = known;
    }

    /** The bearer is not known: no token, or one that does not hold. HTTP 401, close code 4401. */
    public static RefusedException unauthenticated(String message) {
        return new RefusedException(false, message);
    }

    /** The bearer is known, or needs not be, and may not come in here. HTTP 403, close code 4403. */
    public static RefusedException forbidden(String message) {
        return new RefusedException(true, message);
    }

    int status() {
        return known ? 403 : 401;
    }

    int closeCode() {
        return known ? CloseCode.FORBIDDEN : CloseCode.UNAUTHENTICATED;
    }

    String publicReason() {
        return known ? "forbidden" : "unauthorized";
    }
}
