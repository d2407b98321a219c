package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Refusal;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.Timeout;
import dev.samovar.workers.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the writes of one socket in order although a handler may wait, and runs no transaction id twice at a time. The
 * same id on another socket of the same author waits for the first to end, and then finds its receipt; it does not wait
 * for ever.
 */
final class WriteQueue<C> {
    /** A session whose next write is running on another socket, and how long it waits for that. */
    private record Waiter<C>(Session<C> session, Timeout patience) {}

    private final DurableObjectState ctx;
    private final Writes<C> writes;
    /** The writes that are running, with those who wait for each. */
    private final Map<Receipts.Key, List<Waiter<C>>> running = new HashMap<>();
    /** The writes that wait behind another one of their socket. */
    private final Map<Receipts.Key, PendingWrite> queued = new HashMap<>();

    WriteQueue(DurableObjectState ctx, Writes<C> writes) {
        this.ctx = ctx;
        this.writes = writes;
    }

    /** Takes a write in. Returns when it was answered, or when it waits for another one. May wait. */
    void add(Session<C> session, String txId, byte[] bytes, ClientFrame frame) {
        if (!hasRoom(session, bytes.length)) {
            refuse(session, txId, "too many writes of this connection wait; send the rest later");
            return;
        }
        Receipts.Key key = new Receipts.Key(session.identity(), txId);
        PendingWrite write = new PendingWrite(key, PayloadHash.of(bytes), bytes.length, frame);
        PendingWrite older = queued.get(key);
        if (older != null) {
            older.sentAgain();
        }
        if (session.isWriting()) {
            queued.put(key, write);
        }
        session.writes().add(write);
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
        session.wire().rejected(session, txId, refusal);
    }

    private void run(Session<C> session) {
        if (session.isWriting()) {
            return;
        }
        PendingWrite write = session.writes().peek();
        while (write != null) {
            List<Waiter<C>> waiting = running.get(write.key());
            if (waiting != null) {
                waitFor(write, session, waiting);
                return;
            }
            session.writes().remove();
            queued.remove(write.key(), write);
            if (!isLeftBehind(session, write)) {
                run(session, write);
            }
            write = session.writes().peek();
        }
    }

    /**
     * Whether its connection is gone and its client has sent it again on another one. What that was answered must stay
     * true: a write that failed there must not be carried out here afterwards.
     */
    private static boolean isLeftBehind(Session<?> session, PendingWrite write) {
        return write.isSentAgain() && session.socket().readyState() != WebSocket.OPEN;
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
            List<Waiter<C>> waiting = running.remove(write.key());
            if (waiting != null) {
                waiting.forEach(this::release);
            }
        }
    }

    private void waitFor(PendingWrite write, Session<C> session, List<Waiter<C>> waiting) {
        for (Waiter<C> waiter : waiting) {
            if (waiter.session == session) {
                return;
            }
        }
        Timeout patience = ctx.globalScope()
                .setTimeout(() -> giveUp(write, session, waiting), SyncLimits.MAX_DUPLICATE_WAIT_MILLIS);
        waiting.add(new Waiter<>(session, patience));
    }

    /** Each on its own, so that the next write of the socket that was waited for does not wait for theirs. */
    private void release(Waiter<C> waiter) {
        waiter.patience.clear();
        waiter.session.repeating(true);
        ctx.waitUntil(() -> run(waiter.session));
    }

    private void giveUp(PendingWrite write, Session<C> session, List<Waiter<C>> waiting) {
        waiting.removeIf(waiter -> waiter.session == session);
        session.writes().remove();
        queued.remove(write.key(), write);
        refuse(
                session,
                write.key().txId(),
                "the same write is still running on another connection; send it again later");
        ctx.waitUntil(() -> run(session));
    }
}
