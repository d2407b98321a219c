package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writes that have no answer yet. Without a socket they are held; on a new socket the same bytes are sent again in
 * the same order, which the server answers with what became of them the first time. A write that gets no answer in time
 * ends as {@link WriteListener#onUnknown}, never as a refusal.
 */
final class Outbox {
    private static final int MAX_FRAME_BYTES = Limits.SERVER_INBOUND.maxFrameBytes();

    /** In the order they were made. */
    private final List<PendingWrite> pending = new ArrayList<>();

    private final Timers timers;
    private final ClientOptions options;
    private final Runnable onChange;
    private @Nullable Socket socket;

    /** @param onChange called when {@link #size} has changed */
    Outbox(Timers timers, ClientOptions options, Runnable onChange) {
        this.timers = timers;
        this.options = options;
        this.onChange = onChange;
    }

    int size() {
        return pending.size();
    }

    /** Sends a write, now or on the next socket, unless it cannot be sent at all. */
    void add(String txId, byte[] frame, WriteListener listener) {
        if (frame.length > MAX_FRAME_BYTES) {
            refuse(
                    listener,
                    ErrorCode.FRAME_TOO_LARGE,
                    "The write " + txId + " has " + frame.length + " bytes; the server takes at most " + MAX_FRAME_BYTES
                            + ". Split it into several transactions.");
            return;
        }
        if (find(txId) != null) {
            refuse(
                    listener,
                    ErrorCode.DUPLICATE_TXID,
                    "A write with the id " + txId + " is under way already. Wait for its outcome, or use a fresh id.");
            return;
        }
        PendingWrite write = new PendingWrite(txId, frame, listener);
        pending.add(write);
        if (socket == null) {
            write.startHoldTimer();
        } else {
            write.sendOn(socket);
        }
        onChange.run();
    }

    /** There is a socket: sends everything that has no answer. */
    void resume(Socket newSocket) {
        socket = newSocket;
        for (PendingWrite write : pending) {
            write.sendOn(newSocket);
        }
    }

    /** The socket is gone: no answer can come for now. */
    void suspend() {
        socket = null;
        for (PendingWrite write : pending) {
            write.cancelAnswerTimer();
            write.startHoldTimer();
        }
    }

    /** There will be no socket: what became of the writes that were sent cannot be known. */
    void giveUp(Closed closed) {
        while (!pending.isEmpty()) {
            PendingWrite write = pending.get(0);
            if (write.sockets > 0) {
                write.expire();
            } else {
                write.remove();
                write.listener.onNotSent(closed);
            }
        }
    }

    /** An answer without a write is one that came after the timeout. */
    void committed(String txId, @Nullable Value result) {
        PendingWrite write = find(txId);
        if (write != null) {
            write.remove();
            write.listener.onCommitted(result);
        }
    }

    /**
     * The server refused a write. "Not now" to one that an earlier socket carried says nothing of what became of it
     * there.
     */
    void rejected(String txId, Refusal refusal) {
        PendingWrite write = find(txId);
        if (write == null) {
            return;
        }
        if (write.sockets > 1 && Subscriptions.isPassing(refusal)) {
            write.expire();
        } else {
            write.remove();
            write.listener.onRejected(refusal);
        }
    }

    private @Nullable PendingWrite find(String txId) {
        int index = indexOf(txId);
        return index < 0 ? null : pending.get(index);
    }

    private int indexOf(String txId) {
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).txId.equals(txId)) {
                return i;
            }
        }
        return -1;
    }

    private static void refuse(WriteListener listener, ErrorCode code, String message) {
        listener.onRejected(Refusal.of(code, message));
    }

    private final class PendingWrite {
        final String txId;
        final WriteListener listener;
        private final byte[] frame;
        /** How many sockets it was sent on. */
        private int sockets;

        private Timers.@Nullable Timer answerTimer;
        private Timers.@Nullable Timer holdTimer;

        PendingWrite(String txId, byte[] frame, WriteListener listener) {
            this.txId = txId;
            this.frame = frame;
            this.listener = listener;
        }

        void sendOn(Socket target) {
            sockets++;
            target.send(frame);
            answerTimer = timers.start(options.answerTimeoutMillis(), this::expire);
        }

        void cancelAnswerTimer() {
            if (answerTimer != null) {
                answerTimer.cancel();
                answerTimer = null;
            }
        }

        /**
         * Runs on over a reconnect and is not started anew by a second drop, or a bad network could hold it for ever.
         */
        void startHoldTimer() {
            if (holdTimer == null) {
                holdTimer = timers.start(options.holdTimeoutMillis(), this::expire);
            }
        }

        void expire() {
            remove();
            listener.onUnknown(txId);
        }

        void remove() {
            cancelAnswerTimer();
            if (holdTimer != null) {
                holdTimer.cancel();
                holdTimer = null;
            }
            pending.remove(indexOf(txId));
            onChange.run();
        }
    }
}
