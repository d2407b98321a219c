package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The writes that have no outcome yet. Without a socket they are held; on a new socket the same bytes are sent again in
 * the same order, which the server answers with what became of them the first time. "Not now" is no outcome: the write
 * is sent again, and those behind it wait. So a write stays until the server has said what became of it, or until its
 * owner is done waiting; then it ends as {@link WriteListener#onUnknown}, never as a refusal.
 */
final class Outbox {
    /** How long the server is left alone that cannot take a write now, unless it says how long. */
    private static final int PATIENCE_MILLIS = 1_000;

    /** By transaction id, in the order they were made. */
    private final OrderedMap<PendingWrite> pending = new OrderedMap<>();

    private final Timers timers;
    private final ClientOptions options;
    private final OutboxStore store;
    private final Runnable onChange;
    private int maxFrameBytes = Limits.SERVER_FRAME_BYTES;
    private @Nullable Socket socket;
    private Timers.@Nullable Timer pause;

    /** @param onChange called when {@link #size} has changed */
    Outbox(Timers timers, ClientOptions options, OutboxStore store, Runnable onChange) {
        this.timers = timers;
        this.options = options;
        this.store = store;
        this.onChange = onChange;
    }

    int size() {
        return pending.size();
    }

    /** What the server takes at most. */
    void maxFrameBytes(int bytes) {
        maxFrameBytes = bytes;
    }

    /** Sends a write, now or later, unless it cannot be sent at all. */
    void add(PendingWrite write) {
        int bytes = write.frame.length;
        if (bytes > maxFrameBytes) {
            refuse(
                    write,
                    "FRAME_TOO_LARGE",
                    "The write " + write.txId + " has " + bytes + " bytes; the server takes at most " + maxFrameBytes
                            + ". Split it into several transactions.");
            return;
        }
        if (pending.get(write.txId) != null) {
            refuse(
                    write,
                    "DUPLICATE_TXID",
                    "A write with the id " + write.txId
                            + " is under way already. Wait for its outcome, or use a fresh id.");
            return;
        }
        pending.put(write.txId, write);
        store.added(write.txId, write.frame);
        if (socket == null) {
            hold(write);
        } else if (pause == null) {
            send(write, socket);
        }
        onChange.run();
    }

    /** There is a socket: sends everything. */
    void resume(Socket newSocket) {
        socket = newSocket;
        sendAll();
    }

    /** The socket is gone: no answer can come for now. */
    void suspend() {
        socket = null;
        endPause();
        for (PendingWrite write : pending.values()) {
            write.rest();
            hold(write);
        }
    }

    /** The server has turned this socket away before it read anything: what was sent on it did not arrive. */
    void turnedAway() {
        for (PendingWrite write : pending.values()) {
            if (write.isUnderWay) {
                write.sockets--;
            }
        }
    }

    /** There will be no socket: what became of the writes that were sent cannot be known. */
    void giveUp(Closed closed) {
        for (PendingWrite write : pending.values()) {
            // The store keeps it: a program that ends closes its client too.
            forget(write);
            giveUp(write, closed);
        }
    }

    void giveUp(PendingWrite write, Closed closed) {
        if (write.sockets > 0) {
            write.listener.onUnknown(write.txId);
        } else {
            write.listener.onNotSent(closed);
        }
    }

    /** A write is done, and its rows have been told. One that is not known was given up. */
    void committed(String txId, @Nullable Encodable result) {
        PendingWrite write = pending.get(txId);
        if (write != null) {
            remove(write);
            write.listener.onCommitted(result);
        }
    }

    void rejected(String txId, Refusal refusal) {
        PendingWrite write = pending.get(txId);
        if (write == null) {
            return;
        }
        if (refusal.isPassing()) {
            write.rest();
            Integer retryAfter = refusal.retryAfter();
            pause(retryAfter == null ? PATIENCE_MILLIS : retryAfter);
        } else {
            remove(write);
            write.listener.onRejected(refusal);
        }
    }

    private void pause(int delayMillis) {
        if (pause == null) {
            pause = timers.start(delayMillis, () -> {
                pause = null;
                sendAll();
            });
        }
    }

    private void endPause() {
        if (pause != null) {
            pause.cancel();
            pause = null;
        }
    }

    private void sendAll() {
        if (socket == null) {
            return;
        }
        for (PendingWrite write : pending.values()) {
            if (!write.isUnderWay) {
                send(write, socket);
            }
        }
    }

    private void send(PendingWrite write, Socket target) {
        write.sockets++;
        write.isUnderWay = true;
        target.send(write.frame);
        write.startAnswerTimer(timers, options.answerTimeoutMillis(), () -> expire(write));
    }

    private void hold(PendingWrite write) {
        write.startHoldTimer(timers, options.holdTimeoutMillis(), () -> expire(write));
    }

    private void expire(PendingWrite write) {
        remove(write);
        write.listener.onUnknown(write.txId);
    }

    private void remove(PendingWrite write) {
        store.settled(write.txId);
        forget(write);
    }

    private void forget(PendingWrite write) {
        write.end();
        pending.remove(write.txId);
        onChange.run();
    }

    private static void refuse(PendingWrite write, String code, String message) {
        write.listener.onRejected(new Refusal(code, message));
    }
}
