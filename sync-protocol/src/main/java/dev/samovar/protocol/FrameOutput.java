package dev.samovar.protocol;

/**
 * Where a frame of a client is written to, part by part. Not every platform has its bytes from
 * {@link MessagePackWriter}: in a browser that of JavaScript is there already.
 */
public interface FrameOutput {
    /** Announces a map; for each entry a text and a value must follow. */
    FrameOutput mapHeader(int size);

    /** Announces an array; its items must follow. */
    FrameOutput arrayHeader(int size);

    FrameOutput text(String text);

    /** A JavaScript number. */
    FrameOutput number(double value);

    /** A value of the platform, or one that was written earlier. */
    FrameOutput value(Encodable value);
}
