package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.DoneWrite;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.ReadValue;
import dev.samovar.protocol.ServerFrame;
import org.jspecify.annotations.Nullable;

/** What speaks over a connection: takes what comes to the subscriptions, the outbox or the pages. */
final class Speaker {
    private final Subscriptions subscriptions;
    private final Outbox outbox;

    /** Takes the frames that are for none of the others; {@code null} as long as nothing is asked that they answer. */
    private @Nullable Guest guest;

    private @Nullable Socket socket;

    Speaker(Subscriptions subscriptions, Outbox outbox) {
        this.subscriptions = subscriptions;
        this.outbox = outbox;
    }

    /**
     * What joins when it is needed. Behind an interface, so that what a program never needs is not in its compiled
     * code.
     */
    interface Guest {
        void resume(Socket newSocket);

        void suspend();

        void giveUp(Closed closed);

        /** Reads a frame for any of those who speak, or one that only it gets. */
        Decoding<ServerFrame> read(ReadValue value);

        void receive(ServerFrame frame);
    }

    void join(Guest joining) {
        guest = joining;
        if (socket != null) {
            joining.resume(socket);
        }
    }

    /** Hello was said on a new socket: says what is to be said behind it. */
    void resume(Socket newSocket) {
        socket = newSocket;
        subscriptions.resume(newSocket);
        if (guest != null) {
            guest.resume(newSocket);
        }
        outbox.resume(newSocket);
    }

    /** The socket is gone. */
    void suspend() {
        socket = null;
        subscriptions.suspend();
        if (guest != null) {
            guest.suspend();
        }
        outbox.suspend();
    }

    /** The server has turned the socket away before it read anything. Goes before {@link #suspend}. */
    void turnedAway() {
        outbox.turnedAway();
    }

    /** There will be no socket. */
    void giveUp(Closed closed) {
        outbox.giveUp(closed);
        if (guest != null) {
            guest.giveUp(closed);
        }
        subscriptions.giveUp(closed);
    }

    /** Reads a frame for any of those who speak. */
    Decoding<ServerFrame> read(ReadValue value) {
        return guest == null ? FrameReader.samovarServerFrame(value) : guest.read(value);
    }

    /**
     * Takes in a frame.
     *
     * @param epoch which was told last, by this frame if it tells one
     * @throws BrokenPeerException if it must not come
     */
    void receive(ServerFrame frame, @Nullable String epoch) {
        if (frame instanceof ServerFrame.Flush flush) {
            subscriptions.receive(flush, epoch);
            for (DoneWrite done : flush.done()) {
                outbox.committed(done.txId(), done.result());
            }
        } else if (frame instanceof ServerFrame.Rejected rejected) {
            outbox.rejected(rejected.txId(), rejected.error());
        } else if (frame instanceof ServerFrame.Begin begin) {
            subscriptions.receive(begin);
        } else if (frame instanceof ServerFrame.Chunk chunk) {
            subscriptions.receive(chunk);
        } else if (frame instanceof ServerFrame.Changes changes) {
            subscriptions.receive(changes);
        } else if (frame instanceof ServerFrame.Live live) {
            subscriptions.receive(live);
        } else if (frame instanceof ServerFrame.Reset reset) {
            subscriptions.receive(reset);
        } else if (frame instanceof ServerFrame.SubError error) {
            subscriptions.receive(error);
        } else if (frame instanceof ServerFrame.Welcome welcome) {
            outbox.maxFrameBytes(welcome.limits().frameBytes());
        } else if (guest != null) {
            guest.receive(frame);
        }
    }
}
