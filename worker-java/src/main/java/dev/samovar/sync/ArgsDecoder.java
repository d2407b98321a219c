package dev.samovar.sync;

/** Makes a record of a command's arguments. Most are made by the build, see {@link Payload}. */
@FunctionalInterface
public interface ArgsDecoder<A> {
    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException if they are no legal record; the client sees the message behind "validation
     *     failed"
     */
    A decode(ArgsReader in);
}
