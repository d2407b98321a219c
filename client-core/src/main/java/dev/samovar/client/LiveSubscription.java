package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscription and how far it has come. Rows are gathered and handed over only at a boundary, so what a listener
 * has seen is always the state of one position, and a socket that breaks in between leaves nothing to undo.
 *
 * <p>The cursor is this subscription's alone. It moves at its own boundaries, and at those for all only while it has
 * caught up on this connection: another subscription's progress says nothing about what this one has received.
 */
final class LiveSubscription {
    final String id;
    final String collection;
    private final CollectionListener listener;

    /** Where the delivered rows stand; {@code null} if a snapshot is needed. */
    private @Nullable Position cursor;

    private boolean isCaughtUp;
    private boolean isSnapshot;
    private boolean isRefused;
    private boolean hasDelivered;
    private boolean isEnded;
    private List<RowChange> gathered = new ArrayList<>();
    private Timers.@Nullable Timer timer;

    LiveSubscription(String id, String collection, CollectionListener listener) {
        this.id = id;
        this.collection = collection;
        this.listener = listener;
    }

    /** Where to go on from on a new socket. */
    @Nullable
    Position cursor() {
        return cursor;
    }

    /** The socket is gone. What was gathered comes again: the cursor has not passed it. */
    void suspend() {
        isCaughtUp = false;
        isRefused = false;
        discardGathered();
        cancelTimer();
    }

    void snapshotRow(String key, Value.Map row) {
        isCaughtUp = false;
        isSnapshot = true;
        gathered.add(new RowChange(key, row));
    }

    void snapshotEnd(Position position) {
        isSnapshot = true;
        ready(position);
    }

    void delta(String key, Value.@Nullable Map row) {
        gathered.add(new RowChange(key, row));
    }

    /** This subscription's own catch-up is complete. */
    void caughtUp(Position position) {
        ready(position);
    }

    /** Every subscription that was up to date is so at this position. */
    void broadcastBoundary(Position position) {
        if (!isCaughtUp) {
            return;
        }
        if (cursor == null || position.isAfter(cursor)) {
            cursor = position;
        }
        deliver();
    }

    /** A receipt follows: the rows of the write were gathered and must be seen before it settles. */
    void beforeReceipt() {
        if (isCaughtUp) {
            deliver();
        }
    }

    /**
     * The rows are void. They stay where they are shown until the snapshot that follows replaces them. Beside a refusal
     * it says nothing new.
     *
     * @param onSilence what to do if neither a snapshot nor a reason follows
     */
    void reset(Timers timers, int answerTimeoutMillis, Runnable onSilence) {
        if (isRefused) {
            return;
        }
        cursor = null;
        isCaughtUp = false;
        discardGathered();
        if (timer == null) {
            timer = timers.start(answerTimeoutMillis, () -> {
                timer = null;
                if (gathered.isEmpty()) {
                    onSilence.run();
                }
            });
        }
    }

    /** The server will not serve this, so the rows are not its rows any more. */
    void refused(Refusal refusal) {
        isRefused = true;
        cursor = null;
        isCaughtUp = false;
        discardGathered();
        cancelTimer();
        if (hasDelivered) {
            hasDelivered = false;
            listener.onBatch(new RowBatch(true, new ArrayList<>()));
        }
        if (!isEnded) {
            listener.onRefused(refusal);
        }
    }

    /** The server cannot serve this now: asks again later and keeps the rows meanwhile. */
    void postponed(Timers timers, int delayMillis, Runnable askAgain) {
        isCaughtUp = false;
        discardGathered();
        cancelTimer();
        timer = timers.start(delayMillis, () -> {
            timer = null;
            askAgain.run();
        });
    }

    void closed(Closed closed) {
        listener.onClosed(closed);
    }

    boolean isEnded() {
        return isEnded;
    }

    void end() {
        isEnded = true;
        discardGathered();
        cancelTimer();
    }

    private void ready(Position position) {
        cursor = position;
        isCaughtUp = true;
        isRefused = false;
        cancelTimer();
        deliver();
        if (!isEnded) {
            listener.onReady();
        }
    }

    private void deliver() {
        if (gathered.isEmpty() && !isSnapshot) {
            return;
        }
        RowBatch batch = new RowBatch(isSnapshot, gathered);
        gathered = new ArrayList<>();
        isSnapshot = false;
        hasDelivered = true;
        listener.onBatch(batch);
    }

    private void discardGathered() {
        gathered = new ArrayList<>();
        isSnapshot = false;
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
