package dev.samovar.client;

import dev.samovar.client.connection.Connection;
import dev.samovar.client.connection.ConnectionEvent.Kind;
import dev.samovar.client.connection.ConnectionState;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client of one object: its connection, subscriptions, pages and outbox. It connects when it is first needed and
 * stays connected until {@link #close}, or until the server closes for good.
 *
 * <p>To be used on one thread. Its listeners may call it back.
 */
public final class SyncClient {
    /** What {@link #latencyMillis} is before anything was answered. */
    public static final int UNKNOWN_LATENCY = -1;

    /** What {@link #nextAttemptAtMillis} is when there is none to come, or one is under way. */
    public static final double NO_ATTEMPT = -1;

    private final Platform platform;
    private final FrameEncoder encoder;
    private final Subscriptions subscriptions;
    private final Speaker speaker;
    private final Outbox outbox;
    private final ConnectionRunner connection;
    private @Nullable Pages pages;

    public SyncClient(Platform platform, ClientOptions options, OutboxStore store, ClientListener listener) {
        this.platform = platform;
        this.encoder = platform.frames();
        this.subscriptions = new Subscriptions(encoder, platform.timers());
        this.outbox = new Outbox(platform.timers(), options, store, listener::onChange);
        this.speaker = new Speaker(subscriptions, outbox);
        this.connection = new ConnectionRunner(platform, new Connection(options.retryPolicy()), speaker, listener);
    }

    public ConnectionStatus status() {
        return ConnectionStatus.of(connection.state());
    }

    /** What {@link #status} sums up, with reasons. */
    public ConnectionState state() {
        return connection.state();
    }

    /** The newest position that the server has told; {@link Position#zero} before the first. */
    public Position position() {
        return connection.position();
    }

    /** How many writes have no outcome yet. */
    public int pendingWrites() {
        return outbox.size();
    }

    /** When it dials again, in milliseconds since 1970, or {@link #NO_ATTEMPT}. */
    public double nextAttemptAtMillis() {
        return connection.nextAttemptAtMillis();
    }

    /** How long the server took for the last sign of life it was asked for, or {@link #UNKNOWN_LATENCY}. */
    public int latencyMillis() {
        return connection.latencyMillis();
    }

    /** Connects, also after a close, and without waiting for the time of the next attempt. */
    public void connect() {
        connection.handle(Kind.REVIVED);
    }

    /** Tells what the device says of its network. */
    public void networkChanged(boolean isOnline) {
        connection.handle(isOnline ? Kind.WENT_ONLINE : Kind.WENT_OFFLINE);
    }

    /** Tells that somebody looks again: what was connected may be so no more. */
    public void shown() {
        connection.handle(Kind.SHOWN);
    }

    /**
     * Disconnects for good. Writes under way end as unknown, and stay in the {@link OutboxStore}; subscriptions go on
     * if {@link #connect} is called.
     */
    public void close() {
        connection.handle(Kind.CLOSE_REQUESTED);
    }

    /** The rows of a collection, none as yet: {@link SyncedCollection#subscribe} to some. */
    public SyncedCollection collection(String name, RowFactory factory, CollectionListener collectionListener) {
        return new SyncedCollection(this, name, factory, collectionListener);
    }

    /**
     * Changes rows of a collection, all or none.
     *
     * @param txId unique for ever; the server does what comes with the same id once
     */
    public void mutate(String txId, String collection, List<MutationOp> ops, WriteListener writeListener) {
        write(new PendingWrite(txId, encoder.encode(new ClientFrame.Mut(txId, collection, ops)), writeListener));
    }

    /** Runs a command. */
    public void call(String name, @Nullable Encodable args, WriteListener writeListener) {
        String txId = platform.random().newId();
        write(new PendingWrite(txId, encoder.encode(new ClientFrame.Call(txId, name, args)), writeListener));
    }

    /** Sends a write that an {@link OutboxStore} has kept, and that may have been sent before. */
    public void replay(String txId, byte[] frame, WriteListener writeListener) {
        PendingWrite write = new PendingWrite(txId, frame, writeListener);
        write.sockets = 1;
        write(write);
    }

    private void write(PendingWrite write) {
        if (connection.state() instanceof Closed closed) {
            outbox.giveUp(write, closed);
            return;
        }
        outbox.add(write);
        connection.handle(Kind.NEEDED);
    }

    LiveSubscription subscription(
            SyncedCollection collection, Selection selection, @Nullable Seed seed, SubscriptionListener hearer) {
        return subscriptions.add(collection, selection, seed, hearer);
    }

    /** Connects for a subscription that was made, or tells it that this is over. */
    void connectFor(LiveSubscription subscription) {
        if (connection.state() instanceof Closed closed) {
            subscription.closed(closed);
        } else {
            connection.handle(Kind.NEEDED);
        }
    }

    Fetch fetch(SyncedCollection collection, Selection selection, @Nullable Encodable cursor, PageListener hearer) {
        if (connection.state() instanceof Closed closed) {
            hearer.onClosed(closed);
            return () -> {};
        }
        Fetch fetch = pages().add(collection, selection, cursor, hearer);
        connection.handle(Kind.NEEDED);
        return fetch;
    }

    private Pages pages() {
        Pages made = pages;
        if (made == null) {
            made = new Pages(encoder, platform.timers());
            pages = made;
            speaker.join(made);
        }
        return made;
    }
}
