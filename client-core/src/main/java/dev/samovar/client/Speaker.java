package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.DoneWrite;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/** What speaks over a connection: takes what comes to the subscriptions, the pages or the outbox. */
final class Speaker {
    private final Subscriptions subscriptions;
    private final Pages pages;
    private final Outbox outbox;

    Speaker(Subscriptions subscriptions, Pages pages, Outbox outbox) {
        this.subscriptions = subscriptions;
        this.pages = pages;
        this.outbox = outbox;
    }

    /** Hello was said on a new socket: says what is to be said behind it. */
    void resume(Socket socket) {
        subscriptions.resume(socket);
        pages.resume(socket);
        outbox.resume(socket);
    }

    /** The socket is gone. */
    void suspend() {
        subscriptions.suspend();
        pages.suspend();
        outbox.suspend();
    }

    /** The server has turned the socket away before it read anything. Goes before {@link #suspend}. */
    void turnedAway() {
        outbox.turnedAway();
    }

    /** There will be no socket. */
    void giveUp(Closed closed) {
        outbox.giveUp(closed);
        pages.giveUp(closed);
        subscriptions.giveUp(closed);
    }

    /**
     * Takes in a frame.
     *
     * @param epoch which was told last, by this frame if it tells one
     * @throws BrokenPeerException if it must not come
     */
    void receive(ServerFrame frame, @Nullable String epoch) {
        switch (frame.kind()) {
            case WELCOME ->
                outbox.maxFrameBytes(((ServerFrame.Welcome) frame).limits().frameBytes());
            case BEGIN -> subscriptions.receive((ServerFrame.Begin) frame);
            case CHUNK -> subscriptions.receive((ServerFrame.Chunk) frame);
            case CHANGES -> subscriptions.receive((ServerFrame.Changes) frame);
            case LIVE -> subscriptions.receive((ServerFrame.Live) frame);
            case FLUSH -> {
                ServerFrame.Flush flush = (ServerFrame.Flush) frame;
                subscriptions.receive(flush, epoch);
                for (DoneWrite done : flush.done()) {
                    outbox.committed(done.txId(), (Value) done.result());
                }
            }
            case REJECTED -> {
                ServerFrame.Rejected rejected = (ServerFrame.Rejected) frame;
                outbox.rejected(rejected.txId(), rejected.error());
            }
            case RESET -> subscriptions.receive((ServerFrame.Reset) frame);
            case SUB_ERROR -> subscriptions.receive((ServerFrame.SubError) frame);
            case PAGE -> pages.receive((ServerFrame.Page) frame);
            case PAGE_ERROR -> pages.receive((ServerFrame.PageError) frame);
            // Of presence, which this client does not take part in, and of the reference profile, which is not
            // read.
            case PRESENT, SAID, SNAP, SNAP_END, DELTA, UP_TO_DATE, COMMITTED -> {}
        }
    }
}
