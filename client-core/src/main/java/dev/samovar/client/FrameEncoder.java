package dev.samovar.client;

import dev.samovar.protocol.ClientFrame;

/** Turns frames into bytes of their own, on a platform's own way. */
@FunctionalInterface
public interface FrameEncoder {
    /** One value of MessagePack, which nobody changes any more. */
    byte[] encode(ClientFrame frame);
}
