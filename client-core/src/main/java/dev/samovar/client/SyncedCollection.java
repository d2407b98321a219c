package dev.samovar.client;

import dev.samovar.protocol.Encodable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one collection that a client has: those that at least one of its subscriptions holds. A row that several
 * hold is kept once, and leaves with the last of them. Made by {@link SyncClient#collection}.
 */
public final class SyncedCollection {
    private final SyncClient client;
    private final String name;
    private final RowFactory factory;
    private final CollectionListener listener;
    private final OrderedMap<HeldRow> rows = new OrderedMap<>();
    private List<LiveSubscription> subscriptions = new ArrayList<>();
    private List<HeldRow> touched = new ArrayList<>();
    private boolean isClosed;

    SyncedCollection(SyncClient client, String name, RowFactory factory, CollectionListener listener) {
        this.client = client;
        this.name = name;
        this.factory = factory;
        this.listener = listener;
    }

    /** What the object calls it. */
    public String name() {
        return name;
    }

    /** The row of a key; {@code null} if there is none. */
    public @Nullable Row row(String key) {
        HeldRow held = rows.get(key);
        return held == null ? null : held.row;
    }

    /** Follows some of the rows. Connects if need be, but not a client that is closed. */
    public Subscription subscribe(Selection selection, SubscriptionListener subscriptionListener) {
        return subscribe(selection, null, subscriptionListener);
    }

    /** Follows some of the rows, and has some of them already; {@code null} for none. */
    public Subscription subscribe(Selection selection, @Nullable Seed seed, SubscriptionListener subscriptionListener) {
        LiveSubscription subscription = client.subscription(this, selection, seed, subscriptionListener);
        subscriptions.add(subscription);
        if (seed != null) {
            deliver();
        }
        client.connectFor(subscription);
        return subscription;
    }

    /**
     * Reads rows once. They do not become the collection's. A page that is lost with its connection is asked for again.
     *
     * @param selection without an offset, which a page does not have
     * @param cursor where the page starts: filters under {@code whereFrom} and {@code whereCurrent}; {@code null} for
     *     the first one
     */
    public Fetch fetch(Selection selection, @Nullable Encodable cursor, PageListener pageListener) {
        return client.fetch(this, selection, cursor, pageListener);
    }

    /** Ends all subscriptions. No listener is called again. */
    public void close() {
        isClosed = true;
        for (LiveSubscription subscription : subscriptions) {
            subscription.cancel();
        }
    }

    void connectFor(LiveSubscription subscription) {
        client.connectFor(subscription);
    }

    RowFactory factory() {
        return factory;
    }

    void forget(LiveSubscription ended) {
        List<LiveSubscription> others = new ArrayList<>();
        for (LiveSubscription subscription : subscriptions) {
            if (subscription != ended) {
                others.add(subscription);
            }
        }
        subscriptions = others;
    }

    /** One subscription more has the row. What is in it is to be {@link #put}. */
    HeldRow hold(String key) {
        HeldRow held = rows.get(key);
        if (held == null) {
            held = new HeldRow(key);
            rows.put(key, held);
        }
        held.holds++;
        return held;
    }

    void release(HeldRow held) {
        held.holds--;
        if (held.holds == 0) {
            held.row = null;
            touch(held);
        }
    }

    void put(HeldRow held, Row row) {
        if (held.row == null || !factory.isSame(held.row, row)) {
            held.row = row;
            touch(held);
        }
    }

    private void touch(HeldRow held) {
        if (!held.isTouched) {
            held.isTouched = true;
            touched.add(held);
        }
    }

    /** Tells the listener what is different since the last time, if anything is. */
    void deliver() {
        List<HeldRow> due = touched;
        touched = new ArrayList<>();
        List<RowChange> changes = new ArrayList<>(due.size());
        for (HeldRow held : due) {
            RowChange change = settle(held);
            if (change != null) {
                changes.add(change);
            }
        }
        if (!changes.isEmpty() && !isClosed) {
            listener.onBatch(changes);
        }
    }

    private @Nullable RowChange settle(HeldRow held) {
        Row before = held.told;
        Row after = held.row;
        held.isTouched = false;
        held.told = after;
        if (after == null) {
            rows.remove(held.key);
            return before == null ? null : new RowChange(held.key, before, null);
        }
        boolean isSame = before != null && (before == after || factory.isSame(before, after));
        return isSame ? null : new RowChange(held.key, before, after);
    }
}
