package dev.samovar.protocol;

/**
 * What one inbound frame may cost. A frame beyond a limit is malformed, and is refused before memory is taken for it.
 *
 * @param maxFrameBytes the most bytes of a frame
 * @param maxDepth how many arrays and maps may lie in each other, the frame's own map included
 * @param maxElements the most array items and map entries of a frame, all its arrays and maps together
 * @param maxTextBytes the most UTF-8 bytes of one text, map keys included
 */
public record Limits(int maxFrameBytes, int maxDepth, int maxElements, int maxTextBytes) {
    /** The most bytes of a frame that every client has always been allowed to send. */
    public static final int SERVER_FRAME_BYTES = 1 << 20;

    /**
     * What a server takes from a client: 1 MiB, the most that every client has always been allowed to send; 64 levels;
     * 131,072 elements, a thousand for each of 128 operations.
     */
    public static final Limits SERVER_INBOUND = new Limits(SERVER_FRAME_BYTES, 64, 1 << 17, SERVER_FRAME_BYTES);

    /**
     * What a client takes from a server, which is trusted more: 32 MiB, the most Cloudflare carries in one message; 100
     * levels, the most that {@code @msgpack/msgpack} writes; 4,194,304 elements.
     */
    public static final Limits CLIENT_INBOUND = new Limits(1 << 25, 100, 1 << 22, 1 << 25);

    /** @throws IllegalArgumentException if one is not positive */
    public Limits {
        if (maxFrameBytes <= 0 || maxDepth <= 0 || maxElements <= 0 || maxTextBytes <= 0) {
            throw new IllegalArgumentException("Limits must be positive, not maxFrameBytes " + maxFrameBytes
                    + ", maxDepth " + maxDepth + ", maxElements " + maxElements + ", maxTextBytes " + maxTextBytes
                    + ". Start from SERVER_INBOUND or CLIENT_INBOUND.");
        }
    }
}
