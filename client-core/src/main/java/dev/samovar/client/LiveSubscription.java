package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.RowChange;
import dev.samovar.protocol.RowChanges;
import dev.samovar.protocol.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscription and how far it has come. A snapshot and what was missed stay out of sight until the server says that
 * the rows are complete, so what a listener has seen is always the state of one position, and a socket that breaks in
 * between leaves nothing to undo.
 *
 * <pre>
 *   ASKED --begin--&gt; FILLING --chunk...--&gt; --changes...--&gt; --live--&gt; LIVE --flush...--&gt; LIVE
 *     '---------------changes...--&gt; --live--&gt; LIVE                    LIVE --reset--&gt; ASKED
 * </pre>
 *
 * <p>It may begin with rows and a position that came from elsewhere, and then goes on from there.
 *
 * <p>A lost connection leads to ASKED, but a snapshot of which a piece has come goes on where it was. Position and
 * epoch are this subscription's alone.
 */
final class LiveSubscription implements Subscription {
    final SyncedCollection collection;
    private final Subscriptions all;
    private final Selection selection;
    private final SubscriptionListener listener;

    /** Its name on this connection. */
    String id;

    /** The rows it holds. */
    private final OrderedMap<HeldRow> rows = new OrderedMap<>();

    private final List<RowChange> missed = new ArrayList<>();
    private @Nullable Filling filling;

    /** Where the rows were complete; {@code null} if a snapshot is needed. */
    private @Nullable Position position;

    private @Nullable String epoch;
    private boolean isLive;
    private boolean hasMoved;
    private boolean isEnded;
    private Timers.@Nullable Timer timer;

    LiveSubscription(
            String id,
            SyncedCollection collection,
            Selection selection,
            SubscriptionListener listener,
            Subscriptions all) {
        this.id = id;
        this.collection = collection;
        this.selection = selection;
        this.listener = listener;
        this.all = all;
    }

    @Override
    public boolean isLive() {
        return isLive;
    }

    @Override
    public @Nullable Position position() {
        return position;
    }

    @Override
    public @Nullable String epoch() {
        return epoch;
    }

    @Override
    public List<String> keys() {
        return rows.keys();
    }

    @Override
    public boolean takeMoved() {
        boolean taken = hasMoved;
        hasMoved = false;
        return taken;
    }

    @Override
    public void refetch() {
        if (!isEnded) {
            reset();
            all.askAnew(this);
            collection.connectFor(this);
        }
    }

    @Override
    public void catchUp() {
        if (isLive) {
            suspend();
            all.askAnew(this);
        }
    }

    @Override
    public void cancel() {
        if (isEnded) {
            return;
        }
        isEnded = true;
        all.remove(this);
        collection.forget(this);
        isLive = false;
        cancelTimer();
        releaseAll();
        collection.deliver();
    }

    /** Has what came from elsewhere. */
    void begin(Seed seed) {
        for (int i = 0; i < seed.keys().size(); i++) {
            Row row = seed.rows().get(i);
            HeldRow held = held(seed.keys().get(i));
            if (seed.isShown()) {
                held.row = row;
                held.told = row;
            } else if (held.row == null) {
                // What another subscription has is as new or newer.
                collection.put(held, row);
            }
        }
        position = seed.position();
        epoch = seed.epoch();
    }

    /** Asks to go on from where it is. */
    ClientFrame.Sub request() {
        return filling != null && filling.next != null
                ? request(filling.base, filling.epoch, filling.next)
                : request(position, epoch, null);
    }

    private ClientFrame.Sub request(@Nullable Position since, @Nullable String sinceEpoch, @Nullable Encodable resume) {
        return new ClientFrame.Sub(
                id,
                collection.name(),
                selection.where(),
                selection.orderBy(),
                selection.wireLimit(),
                selection.wireOffset(),
                since == null ? null : since.toString(),
                sinceEpoch,
                resume);
    }

    /** The socket is gone. What had come since the last boundary comes again. */
    void suspend() {
        isLive = false;
        missed.clear();
        if (filling != null && filling.next == null) {
            filling = null;
        }
        cancelTimer();
    }

    void begin(ServerFrame.Begin begin) {
        isLive = false;
        missed.clear();
        filling = new Filling(begin, collection.factory());
    }

    void chunk(ServerFrame.Chunk chunk) {
        if (filling == null) {
            throw new BrokenPeerException(CloseCode.MALFORMED, "A chunk came without a begin.");
        }
        filling.add(chunk);
    }

    /** Also while it is live: an object that woke up tells what it may not have told. */
    void changes(RowChanges changes) {
        missed.addAll(changes.items());
    }

    void live(ServerFrame.Live live) {
        if (filling == null && position == null) {
            throw new BrokenPeerException(CloseCode.MALFORMED, "A subscription is live that had no snapshot.");
        }
        boolean isComplete = filling == null ? applyMissed() : replace(filling);
        if (!isComplete) {
            startOver();
            all.askAnew(this);
            return;
        }
        filling = null;
        isLive = true;
        position = live.seq();
        epoch = live.epoch();
        cancelTimer();
        collection.deliver();
        // Whoever heard of the rows may have ended it, or closed the client.
        if (isLive) {
            listener.onLive();
        }
    }

    /** Changes up to a boundary, to be {@linkplain SyncedCollection#deliver delivered} by the caller. */
    void flush(RowChanges changes) {
        if (!isLive) {
            return;
        }
        boolean isComplete = applyMissed();
        for (RowChange change : changes.items()) {
            isComplete &= apply(change);
        }
        if (!isComplete) {
            startOver();
            all.askAnew(this);
        }
    }

    /** Every live subscription is complete up to this position. */
    void boundary(Position boundary, @Nullable String boundaryEpoch) {
        if (isLive) {
            position = boundary;
            epoch = boundaryEpoch;
        }
    }

    /** The rows are void. They stay where they are shown until the snapshot that follows replaces them. */
    void reset() {
        startOver();
        cancelTimer();
    }

    /** The server will not serve this, so the rows are not its rows any more. */
    void refused(Refusal refusal) {
        reset();
        releaseAll();
        collection.deliver();
        if (!isEnded) {
            listener.onRefused(refusal);
        }
    }

    /** The server cannot serve this now: asks again later and keeps the rows meanwhile. */
    void postponed(Timers timers, int delayMillis) {
        suspend();
        timer = timers.start(delayMillis, () -> {
            timer = null;
            all.askAnew(this);
        });
    }

    void closed(Closed closed) {
        if (closed.cause() == Closed.Cause.GONE) {
            reset();
            releaseAll();
            collection.deliver();
        }
        if (!isEnded) {
            listener.onClosed(closed);
        }
    }

    private void startOver() {
        isLive = false;
        position = null;
        epoch = null;
        filling = null;
        missed.clear();
    }

    /** Whether all changes could be made. */
    private boolean applyMissed() {
        boolean isComplete = true;
        for (RowChange change : missed) {
            isComplete &= apply(change);
        }
        missed.clear();
        return isComplete;
    }

    /** Puts the snapshot in place of the rows of before, where they differ. */
    private boolean replace(Filling snapshot) {
        boolean isComplete = true;
        for (RowChange change : missed) {
            isComplete &= snapshot.apply(change);
        }
        missed.clear();
        if (!isComplete) {
            return false;
        }
        for (HeldRow held : rows.values()) {
            if (snapshot.rows.get(held.key) == null) {
                release(held);
            }
        }
        List<String> keys = snapshot.rows.keys();
        List<Row> values = snapshot.rows.values();
        for (int i = 0; i < keys.size(); i++) {
            put(keys.get(i), values.get(i));
        }
        return true;
    }

    /** Whether it could be made: a row whose columns change must be there. */
    private boolean apply(RowChange change) {
        if (change instanceof RowChange.Whole whole) {
            put(change.key(), collection.factory().of(whole.row()));
            return true;
        }
        HeldRow held = rows.get(change.key());
        if (change instanceof RowChange.Changed changed) {
            if (held == null || held.row == null) {
                return false;
            }
            collection.put(held, collection.factory().merged(held.row, changed.columns()));
        } else if (held != null) {
            release(held);
        }
        return true;
    }

    private void put(String key, Row row) {
        collection.put(held(key), row);
    }

    /** The row of a key, which it holds from now on. */
    private HeldRow held(String key) {
        HeldRow held = rows.get(key);
        if (held == null) {
            held = collection.hold(key);
            rows.put(key, held);
        }
        return held;
    }

    private void release(HeldRow held) {
        hasMoved |= selection.limit() != null;
        rows.remove(held.key);
        collection.release(held);
    }

    private void releaseAll() {
        for (HeldRow held : rows.values()) {
            release(held);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
