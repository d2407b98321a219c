package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ResetReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code sub} and {@code unsub}. Whatever is wrong with a subscription is found before it is made, and costs no
 * other one anything.
 */
final class Subscriptions<C> {
    private final Tables tables;
    private final Shapes<C> shapes;
    private final ChangeLog log;
    private final Sessions<C> sessions;
    private final Publisher<C> publisher;
    private final Snapshots<C> snapshots;
    private final SubscriptionStore store;
    private final Resumption<C> resumption;
    private final int maxSubscriptions;
    private final Failures failures;
    private final Events events;

    Subscriptions(
            Tables tables,
            Shapes<C> shapes,
            ChangeLog log,
            Sessions<C> sessions,
            Publisher<C> publisher,
            Snapshots<C> snapshots,
            SubscriptionStore store,
            Resumption<C> resumption,
            int maxSubscriptions,
            Failures failures,
            Events events) {
        this.tables = tables;
        this.shapes = shapes;
        this.log = log;
        this.sessions = sessions;
        this.publisher = publisher;
        this.snapshots = snapshots;
        this.store = store;
        this.resumption = resumption;
        this.maxSubscriptions = maxSubscriptions;
        this.failures = failures;
        this.events = events;
        publisher.onFailure(this::refuse);
    }

    void subscribe(Session<C> session, ClientFrame.Sub frame) {
        try {
            Position since = Resumption.since(frame);
            checkCount(session, frame.subId());
            byte[] request = store.encoded(frame);
            checkSize(session, frame.subId(), request.length);
            SyncedTable<?> table = tables.require(frame.collection());
            // What follows carries the head's position, so everything up to it must have been told.
            publisher.publishNew();
            publisher.flush(session);
            // First, so that the shape of the new one is not released with the old one.
            remove(session, frame.subId());
            Subscription<C> subscription = shapes.subscription(session, frame, table);
            subscription.bytes(request.length);
            join(subscription);
            store.add(subscription, request);
            if (events.areHeard()) {
                events.tell(new SyncEvent.Subscribed(session.id(), frame.collection()));
            }
            answer(subscription, since);
        } catch (RuntimeException failure) {
            refuse(session, frame.subId(), failure);
        }
    }

    void unsubscribe(Session<C> session, String sub) {
        remove(session, sub);
    }

    /** Forgets what a connection that ended was subscribed to. */
    void unsubscribeAll(Session<C> session) {
        for (Subscription<C> subscription : new ArrayList<>(session.subscriptions())) {
            session.remove(subscription);
            shapes.release(subscription.shape());
        }
        store.removeAll(session.id());
    }

    /** Sends the rows anew, because what the client has is void. */
    void reset(Subscription<C> subscription, ResetReason reason) {
        Session<C> session = subscription.session();
        publisher.flush(session);
        subscription.stream(null);
        subscription.from(publisher.head());
        // With the scope that counts from now on, which may be the reason.
        store.save(subscription);
        tellReset(subscription, reason);
        snapshots.begin(subscription);
    }

    private void tellReset(Subscription<C> subscription, ResetReason reason) {
        Session<C> session = subscription.session();
        session.wire().reset(session, subscription.id(), reason);
        if (events.areHeard()) {
            events.tell(new SyncEvent.Reset(session.id(), subscription.request().collection(), reason.wireName()));
        }
    }

    /**
     * Gives a client the rows of its user's new scope for those of the old one. What was still to be told under the old
     * one is not told any more.
     */
    void rescope(Session<C> session) {
        List<Subscription<C>> outdated = new ArrayList<>();
        for (Subscription<C> subscription : session.subscriptions()) {
            if (!isInScope(subscription)) {
                outdated.add(subscription);
            }
        }
        if (outdated.isEmpty()) {
            return;
        }
        for (Subscription<C> subscription : outdated) {
            session.remove(subscription);
            shapes.release(subscription.shape());
            // First: a position that came before would count for these rows, too, if the connection broke behind it.
            tellReset(subscription, ResetReason.SCOPE);
        }
        publisher.flushWithoutAnswers(session);
        outdated.forEach(this::renewInScope);
        publisher.answer(session);
    }

    private boolean isInScope(Subscription<C> subscription) {
        try {
            return shapes.scope(
                            subscription.session().user(), subscription.shape().table())
                    .canonical()
                    .equals(subscription.scope());
        } catch (RuntimeException unknown) {
            // Refused when it is made anew, for the same reason.
            return false;
        }
    }

    private void renewInScope(Subscription<C> outdated) {
        Session<C> session = outdated.session();
        ClientFrame.Sub request = outdated.request();
        try {
            Subscription<C> subscription = shapes.subscription(session, request, tables.require(request.collection()));
            subscription.bytes(outdated.bytes());
            join(subscription);
            store.save(subscription);
            snapshots.begin(subscription);
        } catch (RuntimeException failure) {
            refuse(session, request.subId(), failure);
        }
    }

    /**
     * Makes the subscriptions of connections that outlived the last instance again, and tells their clients what that
     * instance did not note as told. It may have told it all the same.
     */
    void restore(Position told) {
        Map<String, Session<C>> sessionsById = new HashMap<>();
        for (Session<C> session : sessions.all()) {
            sessionsById.put(session.id(), session);
        }
        Map<Subscription<C>, SubscriptionStore.Kept> restored = new LinkedHashMap<>();
        boolean isScopeChanged = false;
        for (SubscriptionStore.Kept kept : store.all()) {
            Session<C> session = sessionsById.get(kept.session());
            Subscription<C> subscription = session == null ? null : restored(session, kept);
            if (subscription == null) {
                store.remove(kept.session(), kept.sub());
            } else {
                restored.put(subscription, kept);
                isScopeChanged |= !subscription.scope().equals(kept.scope());
            }
        }
        if (isScopeChanged) {
            log.mark();
            publisher.publishNew();
        }
        restored.forEach((subscription, kept) -> bringUp(subscription, kept, told));
        for (Session<C> session : sessions.all()) {
            session.delivered(publisher.head());
        }
    }

    private void bringUp(Subscription<C> subscription, SubscriptionStore.Kept kept, Position drained) {
        Position head = publisher.head();
        Position told = kept.from().isAfter(drained) ? kept.from() : drained;
        subscription.from(kept.from());
        ResetReason reason = resumption.reasonAfterWake(subscription, kept.scope(), told);
        if (reason != null) {
            reset(subscription, reason);
        } else if (subscription.isLive() && head.isAfter(told)) {
            CatchUp missed = CatchUp.sinceOrLater(log, subscription.shape(), told);
            subscription.session().wire().catchUp(subscription, missed, head);
        }
    }

    private @Nullable Subscription<C> restored(Session<C> session, SubscriptionStore.Kept kept) {
        ClientFrame.Sub request = kept.request();
        try {
            if (request == null) {
                throw RejectedException.invalid("the subscription cannot be read any more");
            }
            Subscription<C> subscription = shapes.subscription(session, request, tables.require(request.collection()));
            subscription.stream(kept.stream());
            subscription.bytes(kept.bytes());
            session.add(subscription);
            return subscription;
        } catch (RuntimeException failure) {
            refuse(session, kept.sub(), failure);
            return null;
        }
    }

    private void answer(Subscription<C> subscription, @Nullable Position since) {
        if (since == null) {
            snapshots.begin(subscription);
            return;
        }
        ResetReason reason = resumption.reasonAgainst(subscription, since);
        if (reason != null) {
            reset(subscription, reason);
            return;
        }
        SnapshotStream resumed =
                subscription.session().wire().isSamovar() ? Resumption.snapshot(subscription.request(), since) : null;
        if (resumed != null) {
            snapshots.resume(subscription, resumed);
        } else {
            subscription.session().wire().catchUp(subscription, missed(subscription, since), publisher.head());
        }
    }

    /** A client of the reference profile has rows from behind its position, if it lost the boundary after them. */
    private CatchUp missed(Subscription<C> subscription, Position since) {
        return subscription.session().wire().isSamovar()
                ? CatchUp.since(log, subscription.shape(), since)
                : CatchUp.sinceOrLater(log, subscription.shape(), since);
    }

    private void checkCount(Session<?> session, String sub) {
        if (session.subscriptions().size() >= maxSubscriptions && session.subscription(sub) == null) {
            throw new RejectedException(
                    ErrorCode.LIMIT_EXCEEDED, "more than " + maxSubscriptions + " subscriptions on one connection");
        }
    }

    private static void checkSize(Session<?> session, String sub, int bytes) {
        if (bytes > SyncLimits.MAX_SUBSCRIPTION_BYTES) {
            throw new RejectedException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a subscription may have " + SyncLimits.MAX_SUBSCRIPTION_BYTES + " bytes, not " + bytes
                            + "; shorten its filter, or fetch");
        }
        int all = bytes;
        for (Subscription<?> other : session.subscriptions()) {
            all += other.id().equals(sub) ? 0 : other.bytes();
        }
        if (all > SyncLimits.MAX_SUBSCRIPTIONS_BYTES_PER_SOCKET) {
            throw new RejectedException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the subscriptions of one connection may have " + SyncLimits.MAX_SUBSCRIPTIONS_BYTES_PER_SOCKET
                            + " bytes together");
        }
    }

    private void join(Subscription<C> subscription) {
        subscription.session().add(subscription);
        publisher.joined(subscription.shape());
        subscription.from(publisher.head());
    }

    private void remove(Session<C> session, String sub) {
        Subscription<C> subscription = session.subscription(sub);
        if (subscription != null) {
            session.remove(subscription);
            shapes.release(subscription.shape());
            store.remove(session.id(), sub);
        }
    }

    @SuppressWarnings("unchecked") // the sessions of this object are all of its one kind
    private void refuse(Shape shape, Refusal refusal) {
        for (Subscription<?> subscription : new ArrayList<>(shape.subscriptions())) {
            refuse((Session<C>) subscription.session(), subscription.id(), refusal);
        }
    }

    private void refuse(Session<C> session, String sub, RuntimeException failure) {
        refuse(session, sub, failures.refusal(failure, "subscription"));
    }

    void refuse(Session<C> session, String sub, Refusal refusal) {
        remove(session, sub);
        store.remove(session.id(), sub);
        session.wire().subRefused(session, sub, refusal);
        if (events.areHeard()) {
            events.tell(new SyncEvent.SubscriptionRefused(session.id(), refusal.code()));
        }
    }
}
