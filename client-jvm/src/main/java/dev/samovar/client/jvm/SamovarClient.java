package dev.samovar.client.jvm;

import dev.samovar.client.ClientListener;
import dev.samovar.client.ClientOptions;
import dev.samovar.client.ConnectionStatus;
import dev.samovar.client.OutboxStore;
import dev.samovar.client.PageListener;
import dev.samovar.client.Platform;
import dev.samovar.client.Row;
import dev.samovar.client.SyncClient;
import dev.samovar.client.ValueRow;
import dev.samovar.client.connection.ConnectionState;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Idle;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.PlainValues;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.Value;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of one object: {@linkplain #collection mirrors} its collections, changes rows, runs commands. It connects
 * when it is first needed, and again whenever the connection is lost, until it is closed or the server closes for good.
 *
 * <pre>{@code
 * try (SamovarClient client = SamovarClient.at(uri).token(signIn::token).build()) {
 *     MaterializedCollection<RowValues> messages = client.collection("messages");
 *     messages.onChange(changes -> System.out.println(changes.inserted().keySet()));
 *     client.insert("messages", "1", Map.of("id", "1", "content", "hi")).join().orThrow();
 * }
 * }</pre>
 *
 * <p>Any thread may call any method, and none of them waits. Everything the client does happens on one thread, or on
 * one thread at a time of the executor it was given: its listeners are called there, and so is what depends on its
 * futures. So none of these may wait, least of all for a future of the same client. By the time a future is done,
 * whatever can be asked of the client and its collections tells of it.
 *
 * <p>Values are plain Java, as {@link PlainValues} takes them.
 */
public final class SamovarClient implements AutoCloseable {
    /** What {@link #latencyMillis} is before anything was answered. */
    public static final int UNKNOWN_LATENCY = SyncClient.UNKNOWN_LATENCY;

    private final Executor loop;
    private final Platform platform;
    private final SyncClient core;
    private final List<Consumer<? super ConnectionStatus>> listeners = new ArrayList<>();
    private volatile Seen seen = new Seen(ConnectionStatus.IDLE, new Idle(), 0, UNKNOWN_LATENCY);

    /** What other threads know of the client. */
    private record Seen(ConnectionStatus status, ConnectionState state, int pendingWrites, int latencyMillis) {}

    /** @param loop runs one task at a time; everything of the platform calls back on it */
    SamovarClient(Executor loop, Platform platform, ClientOptions options) {
        this.loop = loop;
        this.platform = platform;
        this.core = new SyncClient(platform, options, OutboxStore.NONE, new Observer());
    }

    /**
     * A client of the object at this address.
     *
     * @param uri where its WebSocket is: {@code wss}, {@code ws}, {@code https} or {@code http}
     * @throws IllegalArgumentException if there can be no WebSocket
     */
    public static SamovarClientBuilder at(URI uri) {
        return new SamovarClientBuilder(uri);
    }

    public ConnectionStatus status() {
        return seen.status();
    }

    /** What {@link #status} sums up, with reasons. */
    public ConnectionState state() {
        return seen.state();
    }

    /** How many writes have no outcome yet. */
    public int pendingWrites() {
        return seen.pendingWrites();
    }

    /** How long the object took for the last sign of life it was asked for, or {@link #UNKNOWN_LATENCY}. */
    public int latencyMillis() {
        return seen.latencyMillis();
    }

    /**
     * Is told the status, now and when it is another one.
     *
     * @param listener called on the client's thread, so it must not wait; what it throws is logged
     */
    public Registration onStatus(Consumer<? super ConnectionStatus> listener) {
        Consumer<ConnectionStatus> added = listener::accept;
        loop.execute(() -> {
            listeners.add(added);
            tell(added, seen.status());
        });
        return () -> loop.execute(() -> listeners.remove(added));
    }

    /** Connects, also after a close, and without waiting for the time of the next attempt. */
    public void connect() {
        loop.execute(core::connect);
    }

    /**
     * Disconnects for good, and returns at once. Writes that have no answer end as unknown, collections stay as they
     * are; both go on if {@link #connect} is called.
     */
    @Override
    public void close() {
        loop.execute(core::close);
    }

    /** Mirrors all rows of a collection. */
    public MaterializedCollection<RowValues> collection(String name) {
        return collection(name, Query.ALL);
    }

    /** Mirrors some rows of a collection. */
    public MaterializedCollection<RowValues> collection(String name, Query query) {
        return collection(name, query, row -> row);
    }

    /**
     * Mirrors some rows of a collection.
     *
     * @param mapper makes of a row what the application wants; called on the client's thread, once for each state of a
     *     row. A row for which it throws is logged and left out
     */
    public <T> MaterializedCollection<T> collection(
            String name, Query query, Function<? super RowValues, ? extends T> mapper) {
        MaterializedCollection<T> collection = new MaterializedCollection<>(name, query, mapper, loop);
        loop.execute(() -> collection.open(core));
        return collection;
    }

    /**
     * Reads rows once, and follows nothing.
     *
     * @param query without an offset
     * @return the rows in the order of the query, or fails with a {@link SyncException}
     */
    public CompletableFuture<List<RowValues>> fetch(String collection, Query query) {
        CompletableFuture<List<RowValues>> page = new CompletableFuture<>();
        perform(
                page,
                () -> core.collection(collection, ValueRow.FACTORY, changes -> {})
                        .fetch(query.toSelection(), null, new FuturePage(page, loop)));
        return page;
    }

    /** Inserts a row, of which all columns are given, the key among them. */
    public CompletableFuture<WriteOutcome> insert(
            String collection, String key, Map<String, ? extends @Nullable Object> row) {
        return mutate(collection, List.of(new MutationOp(Operation.INSERT, key, PlainValues.map(row))));
    }

    /** Changes the given columns of a row. */
    public CompletableFuture<WriteOutcome> update(
            String collection, String key, Map<String, ? extends @Nullable Object> changes) {
        return mutate(collection, List.of(new MutationOp(Operation.UPDATE, key, PlainValues.map(changes))));
    }

    public CompletableFuture<WriteOutcome> delete(String collection, String key) {
        return mutate(collection, List.of(new MutationOp(Operation.DELETE, key, null)));
    }

    /** Changes rows of a collection, all or none. */
    public CompletableFuture<WriteOutcome> mutate(String collection, List<MutationOp> ops) {
        return mutate(platform.random().newId(), collection, ops);
    }

    /**
     * Changes rows of a collection, all or none.
     *
     * @param txId unique for ever; what comes with the same id, and the same content, is done once
     */
    public CompletableFuture<WriteOutcome> mutate(String txId, String collection, List<MutationOp> ops) {
        CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
        List<MutationOp> copy = List.copyOf(ops);
        perform(outcome, () -> core.mutate(txId, collection, copy, new FutureWrite(outcome, loop)));
        return outcome;
    }

    /** Runs a command without arguments. */
    public CompletableFuture<WriteOutcome> call(String command) {
        CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
        perform(outcome, () -> core.call(command, null, new FutureWrite(outcome, loop)));
        return outcome;
    }

    /** Runs a command. */
    public CompletableFuture<WriteOutcome> call(String command, Map<String, ? extends @Nullable Object> args) {
        CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
        Value.Map values = PlainValues.map(args);
        perform(outcome, () -> core.call(command, values, new FutureWrite(outcome, loop)));
        return outcome;
    }

    /** Does something on the client's thread. What cannot be encoded ends in the future. */
    private void perform(CompletableFuture<?> future, Runnable task) {
        loop.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                future.completeExceptionally(failure);
            }
        });
    }

    private static void tell(Consumer<? super ConnectionStatus> listener, ConnectionStatus status) {
        Report.guard("A listener of the client's status failed.", () -> listener.accept(status));
    }

    private final class Observer implements ClientListener {
        @Override
        public void onChange() {
            ConnectionStatus before = seen.status();
            ConnectionStatus now = core.status();
            seen = new Seen(now, core.state(), core.pendingWrites(), core.latencyMillis());
            if (now != before) {
                List.copyOf(listeners).forEach(listener -> tell(listener, now));
            }
        }

        @Override
        public void onWarning(String message) {
            Report.warning(message);
        }
    }

    private record FuturePage(CompletableFuture<List<RowValues>> page, Executor loop) implements PageListener {
        @Override
        public void onPage(List<Row> rows, Position position) {
            loop.execute(() -> page.complete(rows.stream()
                    .map(row -> new RowValues(((ValueRow) row).columns()))
                    .toList()));
        }

        @Override
        public void onRefused(Refusal refusal) {
            fail(SyncException.of(refusal));
        }

        @Override
        public void onClosed(Closed closed) {
            fail(SyncException.of(closed));
        }

        private void fail(SyncException reason) {
            loop.execute(() -> page.completeExceptionally(reason));
        }
    }
}
