package dev.samovar.protocol.query;

/** What a condition can come to. Only {@link #TRUE} includes a row. */
public enum Truth {
    FALSE,
    TRUE,
    /** NULL took part. */
    UNKNOWN,
    /** A value that is no boolean, stands where one belongs, and counts as true. */
    TRUTHY,
    /** The same, and counts as false. */
    FALSY;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }
}
