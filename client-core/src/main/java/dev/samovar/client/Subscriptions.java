package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.RowChanges;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.SubChanges;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of a client: gives them ids, asks for them on every new socket, and takes each frame to the one it
 * belongs to. Frames for a subscription that has ended are ignored; the server may have sent them before it knew.
 */
final class Subscriptions {
    /** How long the server is left alone that cannot serve a subscription now, unless it says how long. */
    private static final int PATIENCE_MILLIS = 5_000;

    /** By id, in the order they were asked for. */
    private final OrderedMap<LiveSubscription> live = new OrderedMap<>();

    private final FrameEncoder encoder;
    private final Timers timers;
    private @Nullable Socket socket;
    private int count;

    Subscriptions(FrameEncoder encoder, Timers timers) {
        this.encoder = encoder;
        this.timers = timers;
    }

    /** Asks for rows, now or on the next socket. */
    LiveSubscription add(
            SyncedCollection collection, Selection selection, @Nullable Seed seed, SubscriptionListener listener) {
        LiveSubscription subscription = new LiveSubscription(newId(collection), collection, selection, listener, this);
        if (seed != null) {
            subscription.begin(seed);
        }
        live.put(subscription.id, subscription);
        ask(subscription);
        return subscription;
    }

    void remove(LiveSubscription subscription) {
        live.remove(subscription.id);
        if (socket != null) {
            socket.send(encoder.encode(new ClientFrame.Unsub(subscription.id)));
        }
    }

    /** Asks once more on the same socket. By another name, because frames for the old one may be under way. */
    void askAnew(LiveSubscription subscription) {
        remove(subscription);
        subscription.id = newId(subscription.collection);
        live.put(subscription.id, subscription);
        ask(subscription);
    }

    /** There is a socket: asks for everything, each from its own position. */
    void resume(Socket newSocket) {
        socket = newSocket;
        for (LiveSubscription subscription : live.values()) {
            ask(subscription);
        }
    }

    void suspend() {
        socket = null;
        for (LiveSubscription subscription : live.values()) {
            subscription.suspend();
        }
    }

    void giveUp(Closed closed) {
        for (LiveSubscription subscription : live.values()) {
            subscription.closed(closed);
        }
    }

    void receive(ServerFrame.Begin begin) {
        LiveSubscription subscription = live.get(begin.sub());
        if (subscription != null) {
            subscription.begin(begin);
        }
    }

    void receive(ServerFrame.Chunk chunk) {
        LiveSubscription subscription = live.get(chunk.sub());
        if (subscription != null) {
            subscription.chunk(chunk);
        }
    }

    void receive(ServerFrame.Changes changes) {
        LiveSubscription subscription = live.get(changes.sub());
        if (subscription != null) {
            subscription.changes((RowChanges) changes.changes());
        }
    }

    void receive(ServerFrame.Live frame) {
        LiveSubscription subscription = live.get(frame.sub());
        if (subscription != null) {
            subscription.live(frame);
        }
    }

    /**
     * Applies a flush to all subscriptions before any listener hears of it.
     *
     * @param epoch of its position
     */
    void receive(ServerFrame.Flush flush, @Nullable String epoch) {
        List<SyncedCollection> changed = new ArrayList<>();
        for (SubChanges changes : flush.subs()) {
            LiveSubscription subscription = live.get(changes.sub());
            if (subscription != null) {
                subscription.flush((RowChanges) changes.changes());
                changed.add(subscription.collection);
            }
        }
        Position boundary = flush.seq();
        for (LiveSubscription subscription : live.values()) {
            subscription.boundary(boundary, epoch);
        }
        for (SyncedCollection collection : changed) {
            collection.deliver();
        }
    }

    void receive(ServerFrame.Reset reset) {
        LiveSubscription subscription = reset.sub() == null ? null : live.get(reset.sub());
        if (subscription != null) {
            subscription.reset();
        }
    }

    void receive(ServerFrame.SubError frame) {
        LiveSubscription subscription = live.get(frame.sub());
        if (subscription == null) {
            return;
        }
        Refusal refusal = frame.error();
        if (refusal.isPassing()) {
            Integer retryAfter = refusal.retryAfter();
            subscription.postponed(timers, retryAfter == null ? PATIENCE_MILLIS : retryAfter);
        } else {
            subscription.refused(refusal);
        }
    }

    private void ask(LiveSubscription subscription) {
        if (socket != null) {
            socket.send(encoder.encode(subscription.request()));
        }
    }

    private String newId(SyncedCollection collection) {
        count++;
        return collection.name() + "#" + count;
    }
}
