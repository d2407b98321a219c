package dev.samovar.client;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.MessagePackWriter;

/** Turns frames into bytes of their own, with one buffer for all. */
final class FrameEncoder {
    private final MessagePackWriter out = new MessagePackWriter();

    byte[] encode(ClientFrame frame) {
        out.clear();
        FrameWriter.write(frame, out);
        return out.toByteArray();
    }
}
