package dev.samovar.protocol;

/** Leaves a reader from any depth. Never leaves the package: it ends as {@link Decoding.Malformed}. */
final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /** Without a stack: a peer decides how often this happens. */
    MalformedException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
