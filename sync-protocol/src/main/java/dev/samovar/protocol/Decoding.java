package dev.samovar.protocol;

/** What came of reading bytes from a peer. */
public sealed interface Decoding<T> {
    /** They were well formed. */
    record Ok<T>(T value) implements Decoding<T> {}

    /**
     * They were not.
     *
     * @param reason what is wrong and where, for the log; holds no row data
     */
    record Malformed<T>(String reason) implements Decoding<T> {}
}
