package dev.samovar.client;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.MessagePackWriter;

/** Encodes with one buffer for all frames. Values in them are any {@link dev.samovar.protocol.Encodable}. */
public final class MessagePackEncoder implements FrameEncoder {
    private final MessagePackWriter out = new MessagePackWriter();

    @Override
    public byte[] encode(ClientFrame frame) {
        out.clear();
        FrameWriter.write(frame, out);
        return out.toByteArray();
    }
}
