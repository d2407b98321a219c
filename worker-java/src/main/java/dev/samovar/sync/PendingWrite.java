package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;

/**
 * A write that a client sent and that is not answered.
 *
 * @param payload hash of the frame's bytes
 * @param bytes the frame's length
 * @param frame a {@link ClientFrame.Mut} or a {@link ClientFrame.Call}
 */
record PendingWrite(Receipts.Key key, String payload, int bytes, ClientFrame frame) {}
