package dev.samovar.client.jvm;

import dev.samovar.client.CollectionListener;
import dev.samovar.client.RowChange;
import dev.samovar.client.SubscriptionListener;
import dev.samovar.client.SyncClient;
import dev.samovar.client.SyncedCollection;
import dev.samovar.client.ValueRow;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a collection, kept in memory and equal to the object's: made by {@link SamovarClient#collection}. It is empty
 * until its first snapshot is complete, stays as it was while the connection is away, and follows again afterwards.
 *
 * <p>Any thread may call any method. What is read is the state of one position of the object; two collections are at
 * the same position when their listeners have been called.
 */
public final class MaterializedCollection<T> implements AutoCloseable {
    private final String name;
    private final Query query;
    private final Executor loop;
    private final RowTable<T> table;

    // Used on the client's thread alone.
    private final List<Consumer<? super Changes<T>>> listeners = new ArrayList<>();
    private final List<CompletableFuture<MaterializedCollection<T>>> waiters = new ArrayList<>();
    private @Nullable SyncedCollection synced;
    private @Nullable SyncException failure;
    private volatile boolean isLive;

    MaterializedCollection(String name, Query query, Function<? super RowValues, ? extends T> mapper, Executor loop) {
        this.name = name;
        this.query = query;
        this.loop = loop;
        this.table = new RowTable<>(name, query, mapper);
    }

    /** Subscribes. To be called on the client's thread. */
    void open(SyncClient client) {
        Feed feed = new Feed();
        SyncedCollection opened = client.collection(name, ValueRow.FACTORY, feed);
        synced = opened;
        opened.subscribe(query.toSelection(), feed);
    }

    /** What the object calls it. */
    public String name() {
        return name;
    }

    /**
     * All rows by key, in the order of the query; without one, in none. The map never changes: ask again for a newer
     * one. It costs a copy of the map if something has changed since it was asked for last.
     */
    public Map<String, T> rows() {
        return table.view();
    }

    /** The row of a key; {@code null} if there is none. */
    public @Nullable T get(String key) {
        return table.get(key);
    }

    public int size() {
        return table.size();
    }

    /**
     * Waits for the rows to be complete. After that a lost connection makes them old, not incomplete.
     *
     * @return done with this at the end of the first snapshot, at once if that was before; or fails with a
     *     {@link SyncException} when the server refuses the query, or the connection or this is closed for good. A
     *     refused one is asked for again by the next connection, so a later call may succeed
     */
    public CompletableFuture<MaterializedCollection<T>> whenLive() {
        CompletableFuture<MaterializedCollection<T>> future = new CompletableFuture<>();
        loop.execute(() -> {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else if (isLive) {
                future.complete(this);
            } else {
                waiters.add(future);
            }
        });
        return future;
    }

    /** Whether the rows have been complete, and nothing has ended that since. */
    public boolean isLive() {
        return isLive;
    }

    /**
     * Is told what changes, once for each flush of the server. The first call brings the rows that are there, if any.
     * By the time of a call {@link #rows} shows what it tells.
     *
     * @param listener called on the client's thread, so it must not wait; what it throws is logged
     */
    public Registration onChange(Consumer<? super Changes<T>> listener) {
        // A reference of its own: the same listener may be added twice.
        Consumer<Changes<T>> added = listener::accept;
        loop.execute(() -> {
            listeners.add(added);
            Map<String, T> present = table.view();
            if (!present.isEmpty()) {
                tell(added, new Changes<>(present, Map.of(), Map.of()));
            }
        });
        return () -> loop.execute(() -> listeners.remove(added));
    }

    /** Ends it: no listener is called again. The rows stay as they are. */
    @Override
    public void close() {
        loop.execute(() -> {
            if (synced != null) {
                synced.close();
                synced = null;
                listeners.clear();
                fail(SyncException.closed());
            }
        });
    }

    private void tell(Consumer<? super Changes<T>> listener, Changes<T> changes) {
        Report.guard("A listener of the collection '" + name + "' failed.", () -> listener.accept(changes));
    }

    private void fail(SyncException reason) {
        isLive = false;
        failure = reason;
        List<CompletableFuture<MaterializedCollection<T>>> failed = List.copyOf(waiters);
        waiters.clear();
        loop.execute(() -> failed.forEach(waiter -> waiter.completeExceptionally(reason)));
    }

    /** What the core tells. */
    private final class Feed implements CollectionListener, SubscriptionListener {
        @Override
        public void onBatch(List<RowChange> batch) {
            Changes<T> changes = table.apply(batch);
            if (!changes.isEmpty()) {
                List.copyOf(listeners).forEach(listener -> tell(listener, changes));
            }
        }

        @Override
        public void onLive() {
            failure = null;
            isLive = true;
            List<CompletableFuture<MaterializedCollection<T>>> done = List.copyOf(waiters);
            waiters.clear();
            loop.execute(() -> done.forEach(waiter -> waiter.complete(MaterializedCollection.this)));
        }

        @Override
        public void onRefused(Refusal refusal) {
            fail(SyncException.of(refusal));
        }

        @Override
        public void onClosed(Closed closed) {
            fail(SyncException.of(closed));
        }
    }
}
