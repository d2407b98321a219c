package dev.samovar.client;

/** The server has sent what it must not. Ends the connection, and never leaves the package. */
final class BrokenPeerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int closeCode;
    private final String reason;

    /** @param reason for people; holds no row data */
    BrokenPeerException(int closeCode, String reason) {
        super(reason, null, false, false);
        this.closeCode = closeCode;
        this.reason = reason;
    }

    int closeCode() {
        return closeCode;
    }

    String reason() {
        return reason;
    }
}
