package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.workers.DurableObjectState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the writes of one socket in order although a handler may wait, and runs no transaction id twice at a time. The
 * same id on another socket of the same author waits for the first to end, and then finds its receipt.
 */
final class WriteQueue<C> {
    private final DurableObjectState ctx;
    private final Writes<C> writes;
    private final FrameSender sender;
    /** The writes that are running, with the sessions that wait for each. */
    private final Map<Receipts.Key, List<Session<C>>> running = new HashMap<>();

    WriteQueue(DurableObjectState ctx, Writes<C> writes, FrameSender sender) {
        this.ctx = ctx;
        this.writes = writes;
        this.sender = sender;
    }

    /** Takes a write in. Returns when it was answered, or when it waits for another one. May wait. */
    void add(Session<C> session, String txId, byte[] bytes, ClientFrame frame) {
        if (!hasRoom(session, bytes.length)) {
            refuse(session, txId, "too many writes of this connection wait; send the rest later");
            return;
        }
        Receipts.Key key = new Receipts.Key(session.identity(), txId);
        session.writes().add(new PendingWrite(key, PayloadHash.of(bytes), bytes.length, frame));
        run(session);
    }

    private static boolean hasRoom(Session<?> session, int bytes) {
        int waiting = 0;
        for (PendingWrite write : session.writes()) {
            waiting += write.bytes();
        }
        boolean isFull = waiting + bytes > SyncLimits.MAX_QUEUED_BYTES
                || session.writes().size() >= SyncLimits.MAX_QUEUED_WRITES;
        return session.writes().isEmpty() || !isFull;
    }

    private void refuse(Session<C> session, String txId, String message) {
        Refusal refusal = Refusal.of(ErrorCode.TEMPORARILY_UNAVAILABLE, message);
        sender.send(session.socket(), new ServerFrame.Rejected(txId, refusal));
    }

    private void run(Session<C> session) {
        if (session.isWriting()) {
            return;
        }
        PendingWrite write = session.writes().peek();
        while (write != null) {
            List<Session<C>> waiting = running.get(write.key());
            if (waiting != null) {
                waiting.add(session);
                return;
            }
            session.writes().remove();
            run(session, write);
            write = session.writes().peek();
        }
    }

    private void run(Session<C> session, PendingWrite write) {
        running.put(write.key(), new ArrayList<>());
        session.writing(true);
        try {
            writes.answer(session, write);
        } catch (RuntimeException broken) {
            // The writes behind it must not wait for ever, whatever became of this one.
            ctx.globalScope().console().error("A write could not be answered from its receipt.", broken);
            refuse(session, write.key().txId(), "the object could not answer; send it again");
        } finally {
            session.writing(false);
            List<Session<C>> waiting = running.remove(write.key());
            if (waiting != null) {
                // Each on its own, so that this socket's next write does not wait for theirs.
                waiting.forEach(other -> ctx.waitUntil(() -> run(other)));
            }
        }
    }
}
