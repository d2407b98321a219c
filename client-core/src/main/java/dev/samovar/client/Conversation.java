package dev.samovar.client;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import org.jspecify.annotations.Nullable;

/**
 * One connection from the hello on: checks that it begins with a welcome and that no flush is missing, knows which
 * epoch was told last, and acknowledges what was handled.
 */
final class Conversation {
    private static final int VERSION = 1;

    private final Socket socket;
    private final FrameEncoder encoder;
    private Position newest = Position.zero();
    private @Nullable String epoch;
    private int ackEveryBytes;
    private double handledBytes;
    private double ackedBytes;

    /** @param agent what the client is, for logs of the server */
    Conversation(Socket socket, FrameEncoder encoder, String agent) {
        this.socket = socket;
        this.encoder = encoder;
        socket.send(encoder.encode(new ClientFrame.Hello(VERSION, agent)));
    }

    boolean isWelcomed() {
        return epoch != null;
    }

    /** The newest boundary. */
    Position newest() {
        return newest;
    }

    /** The epoch of a boundary that tells none. */
    @Nullable
    String epoch() {
        return epoch;
    }

    /**
     * Takes note of a frame before it is handled.
     *
     * @throws BrokenPeerException if it must not come now
     */
    void heard(ServerFrame frame) {
        if (frame instanceof ServerFrame.Welcome == isWelcomed()) {
            throw new BrokenPeerException(CloseCode.MALFORMED, "A welcome must come first and once.");
        }
        if (frame instanceof ServerFrame.Welcome welcome) {
            ackEveryBytes = welcome.limits().unackedBytes() / 2;
            told(welcome.epoch(), welcome.seq());
        } else if (frame instanceof ServerFrame.Begin begin) {
            told(begin.epoch(), Position.zero());
        } else if (frame instanceof ServerFrame.Live live) {
            told(live.epoch(), live.seq());
        } else if (frame instanceof ServerFrame.Flush flush) {
            flushed(flush);
        }
    }

    private void flushed(ServerFrame.Flush flush) {
        if (flush.prev().isAfter(newest)) {
            throw new BrokenPeerException(
                    CloseCode.NORMAL,
                    "A flush is missing: the newest boundary is " + newest.toString() + ", and the one after "
                            + flush.prev().toString() + " came.");
        }
        told(flush.epoch(), flush.seq());
    }

    private void told(@Nullable String named, Position boundary) {
        if (named != null) {
            epoch = named;
        }
        if (boundary.isAfter(newest)) {
            newest = boundary;
        }
    }

    /** A message has been handled. What is not acknowledged stays below what makes the server hold back. */
    void handled(int bytes) {
        handledBytes += bytes;
        if (isWelcomed() && handledBytes - ackedBytes >= ackEveryBytes) {
            ackedBytes = handledBytes;
            socket.send(encoder.encode(new ClientFrame.Ack(handledBytes)));
        }
    }
}
