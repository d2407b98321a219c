package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;

/** A write that a client sent and that is not answered. */
final class PendingWrite {
    private final Receipts.Key key;
    private final String payload;
    private final int bytes;
    private final ClientFrame frame;
    private boolean isSentAgain;

    /**
     * Takes in a write.
     *
     * @param payload hash of the frame's bytes
     * @param bytes the frame's length
     * @param frame a {@link ClientFrame.Mut} or a {@link ClientFrame.Call}
     */
    PendingWrite(Receipts.Key key, String payload, int bytes, ClientFrame frame) {
        this.key = key;
        this.payload = payload;
        this.bytes = bytes;
        this.frame = frame;
    }

    Receipts.Key key() {
        return key;
    }

    String payload() {
        return payload;
    }

    int bytes() {
        return bytes;
    }

    ClientFrame frame() {
        return frame;
    }

    /** Whether the client has sent the same write once more, and goes by the answer to that. */
    boolean isSentAgain() {
        return isSentAgain;
    }

    void sentAgain() {
        isSentAgain = true;
    }
}
