package dev.samovar.protocol;

/**
 * Writes frames, each as one MessagePack map, its fields in the order of the golden frames. Optional fields that are
 * {@code null} are left out, and so are optional lists that are empty. A frame is appended to what the writer holds.
 *
 * <p>A value in a frame that nests too deep throws {@link IllegalArgumentException}, as {@link MessagePackWriter} says.
 */
public final class FrameWriter {
    private FrameWriter() {}

    public static void write(ClientFrame frame, MessagePackWriter out) {
        frame.encodeTo(out);
    }

    /** An object keeps subscriptions as this frame; so it does without the code of the others, which clients write. */
    public static void write(ClientFrame.Sub frame, MessagePackWriter out) {
        ClientFrameWriter.sub(frame, out);
    }

    public static void write(ServerFrame frame, MessagePackWriter out) {
        ServerFrameWriter.write(frame, out);
    }
}
