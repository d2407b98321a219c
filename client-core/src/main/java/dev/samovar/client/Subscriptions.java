package dev.samovar.client;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame.Delta;
import dev.samovar.protocol.ServerFrame.Snap;
import dev.samovar.protocol.ServerFrame.SnapEnd;
import dev.samovar.protocol.ServerFrame.SubError;
import dev.samovar.protocol.ServerFrame.UpToDate;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of a client: gives them ids, asks for them on every new socket, and takes each frame to the one it
 * belongs to. Frames for a subscription that has ended are ignored; the server may have sent them before it knew.
 */
final class Subscriptions {
    /** In the order they were asked for. A client has few, so a list is searched as quickly as a map. */
    private final List<LiveSubscription> live = new ArrayList<>();

    private final FrameEncoder encoder;
    private final Timers timers;
    private final int answerTimeoutMillis;
    private @Nullable Socket socket;
    private int count;

    Subscriptions(FrameEncoder encoder, Timers timers, int answerTimeoutMillis) {
        this.encoder = encoder;
        this.timers = timers;
        this.answerTimeoutMillis = answerTimeoutMillis;
    }

    /** Asks for a collection, now or on the next socket. */
    Subscription add(String collection, CollectionListener listener) {
        count++;
        LiveSubscription subscription = new LiveSubscription(collection + "#" + count, collection, listener);
        live.add(subscription);
        ask(subscription);
        return () -> remove(subscription);
    }

    /** There is a socket: asks for everything, each from its own cursor. */
    void resume(Socket newSocket) {
        socket = newSocket;
        for (LiveSubscription subscription : copy()) {
            ask(subscription);
        }
    }

    void suspend() {
        socket = null;
        for (LiveSubscription subscription : live) {
            subscription.suspend();
        }
    }

    void giveUp(Closed closed) {
        for (LiveSubscription subscription : copy()) {
            if (!subscription.isEnded()) {
                subscription.closed(closed);
            }
        }
    }

    void receive(Snap snap) {
        LiveSubscription subscription = find(snap.sub());
        if (subscription != null) {
            subscription.snapshotRow(snap.key(), row(snap.row()));
        }
    }

    void receive(SnapEnd end) {
        LiveSubscription subscription = find(end.sub());
        if (subscription != null) {
            subscription.snapshotEnd(end.seq());
        }
    }

    void receive(Delta delta) {
        LiveSubscription subscription = find(delta.sub());
        if (subscription != null) {
            Encodable cols = delta.cols();
            subscription.delta(delta.key(), cols == null ? null : row(cols));
        }
    }

    void receive(UpToDate upToDate) {
        if (upToDate.sub() != null) {
            LiveSubscription subscription = find(upToDate.sub());
            if (subscription != null) {
                subscription.caughtUp(upToDate.seq());
            }
            return;
        }
        Position position = upToDate.seq();
        for (LiveSubscription subscription : copy()) {
            if (!subscription.isEnded()) {
                subscription.broadcastBoundary(position);
            }
        }
    }

    /** A receipt is about to settle a write. */
    void beforeReceipt() {
        for (LiveSubscription subscription : copy()) {
            if (!subscription.isEnded()) {
                subscription.beforeReceipt();
            }
        }
    }

    /** @param id {@code null} for all of them */
    void reset(@Nullable String id) {
        for (LiveSubscription subscription : copy()) {
            if (id == null || id.equals(subscription.id)) {
                subscription.reset(
                        timers, answerTimeoutMillis, () -> subscription.refused(withoutReason(subscription)));
            }
        }
    }

    void receive(SubError error) {
        LiveSubscription subscription = find(error.sub());
        if (subscription == null) {
            return;
        }
        if (isPassing(error.error())) {
            subscription.postponed(timers, answerTimeoutMillis, () -> ask(subscription));
        } else {
            subscription.refused(error.error());
        }
    }

    private void ask(LiveSubscription subscription) {
        if (socket == null) {
            return;
        }
        Position cursor = subscription.cursor();
        String since = cursor == null ? null : cursor.toString();
        socket.send(encoder.encode(
                new ClientFrame.Sub(subscription.id, subscription.collection, null, null, null, null, since)));
    }

    private void remove(LiveSubscription subscription) {
        if (subscription.isEnded()) {
            return;
        }
        subscription.end();
        live.remove(indexOf(subscription.id));
        if (socket != null) {
            socket.send(encoder.encode(new ClientFrame.Unsub(subscription.id)));
        }
    }

    /** Listeners may subscribe and unsubscribe while they are called, so loops that call them run over a copy. */
    private List<LiveSubscription> copy() {
        return new ArrayList<>(live);
    }

    private @Nullable LiveSubscription find(String id) {
        int index = indexOf(id);
        return index < 0 ? null : live.get(index);
    }

    private int indexOf(String id) {
        for (int i = 0; i < live.size(); i++) {
            if (live.get(i).id.equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the same request may be answered otherwise later. */
    static boolean isPassing(Refusal refusal) {
        ErrorCode code = refusal.code() == null ? null : ErrorCode.parse(refusal.code());
        return code != null && code.action() == ErrorCode.Action.RETRY;
    }

    private static Value.Map row(Encodable row) {
        return (Value.Map) row;
    }

    private static Refusal withoutReason(LiveSubscription subscription) {
        return new Refusal(
                null,
                "The server refused the subscription to \"" + subscription.collection
                        + "\" and gave no reason. Check that it has a collection of this name.");
    }
}
