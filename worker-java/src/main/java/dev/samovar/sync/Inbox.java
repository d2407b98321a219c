package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.RetryAfter;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.ServerLimits;
import dev.samovar.protocol.Value;
import dev.samovar.workers.GlobalScope;

/** Reads what clients send, and takes each frame to the part that answers it. */
final class Inbox<C> {
    private static final int VERSION = 1;

    /** Ends a connection from this side. */
    @FunctionalInterface
    interface Endings<C> {
        void end(Session<C> session, int code, String reason);
    }

    private final GlobalScope globals;
    private final Epochs epochs;
    private final Sessions<C> sessions;
    private final Publisher<C> publisher;
    private final Snapshots<C> snapshots;
    private final Subscriptions<C> subscriptions;
    private final Pages<C> pages;
    private final WriteQueue<C> writeQueue;
    private final Presence<C> presence;
    private final FrameSender sender;
    private final ServerLimits limits;
    private final Endings<C> endings;
    private final Events events;
    private long malformedFrames;

    Inbox(
            GlobalScope globals,
            Epochs epochs,
            Sessions<C> sessions,
            Publisher<C> publisher,
            Snapshots<C> snapshots,
            Subscriptions<C> subscriptions,
            Pages<C> pages,
            WriteQueue<C> writeQueue,
            Presence<C> presence,
            FrameSender sender,
            SyncOptions options,
            Endings<C> endings,
            Events events) {
        this.globals = globals;
        this.epochs = epochs;
        this.sessions = sessions;
        this.publisher = publisher;
        this.snapshots = snapshots;
        this.subscriptions = subscriptions;
        this.pages = pages;
        this.writeQueue = writeQueue;
        this.presence = presence;
        this.sender = sender;
        this.limits = limits(options);
        this.endings = endings;
        this.events = events;
    }

    /** A binary message. May wait, if it is a write whose handlers do. */
    void receive(Session<C> session, byte[] message) {
        int retryAfter = admit(session, message.length);
        if (retryAfter == Throttle.FLOODED) {
            return;
        }
        if (message.length > Limits.SERVER_INBOUND.maxFrameBytes()) {
            malformed(session, "more than " + Limits.SERVER_INBOUND.maxFrameBytes() + " bytes", CloseCode.TOO_LARGE);
            return;
        }
        Decoding<ClientFrame> decoding = FrameReader.clientFrame(message, Limits.SERVER_INBOUND);
        if (decoding instanceof Decoding.Malformed<ClientFrame> malformed) {
            malformed(session, malformed.reason(), CloseCode.MALFORMED);
        } else if (decoding instanceof Decoding.Ok<ClientFrame> ok) {
            ClientFrame frame = ok.value();
            if (id(frame).length() > SyncLimits.MAX_ID_CHARS) {
                malformed(
                        session, "an id of more than " + SyncLimits.MAX_ID_CHARS + " characters", CloseCode.MALFORMED);
            } else if (retryAfter == Throttle.ADMITTED) {
                route(session, frame, message);
            } else {
                refuse(session, frame, retryAfter);
            }
        }
    }

    /** A text message: the protocol has none, but for the ping that the runtime answers. */
    void receiveText(Session<C> session) {
        if (admit(session, 0) == Throttle.ADMITTED) {
            malformed(session, "a text message; frames are binary", CloseCode.MALFORMED);
        }
    }

    /**
     * Whether a message may be taken, as {@link Throttle#admit} says. The connection has ended when it is
     * {@link Throttle#FLOODED}.
     */
    private int admit(Session<C> session, int length) {
        double now = (double) globals.currentTimeMillis();
        if (session.isExpiredAt(now)) {
            endings.end(session, CloseCode.UNAUTHENTICATED, Expiry.REASON);
            return Throttle.FLOODED;
        }
        session.answers().came(now);
        int retryAfter = session.throttle().admit(length, now);
        if (retryAfter != Throttle.ADMITTED && events.areHeard()) {
            events.tell(new SyncEvent.RateLimited(session.id()));
        }
        if (retryAfter == Throttle.FLOODED) {
            int seconds = session.throttle().pauseSeconds();
            String reason = RetryAfter.reason(seconds, "too many messages; send them more slowly");
            endings.end(session, CloseCode.TRY_AGAIN_LATER, reason);
        }
        return retryAfter;
    }

    /** A frame beyond the rate limit. Those that have no answer are dropped. */
    private void refuse(Session<C> session, ClientFrame frame, int retryAfter) {
        Refusal refusal =
                Refusal.of(ErrorCode.RATE_LIMITED, "this connection sends too much; send it again later", retryAfter);
        switch (frame.kind()) {
            case MUT, CALL -> session.wire().rejected(session, id(frame), refusal);
            case SUB -> subscriptions.refuse(session, id(frame), refusal);
            case FETCH -> pages.refuse(session, (ClientFrame.Fetch) frame, refusal);
            case UNSUB, HELLO, ACK, JOIN, LEAVE, BROADCAST -> {}
        }
    }

    /** What the client named its request. It is kept with subscriptions and receipts, so its length is limited. */
    private static String id(ClientFrame frame) {
        return switch (frame.kind()) {
            case SUB -> ((ClientFrame.Sub) frame).subId();
            case UNSUB -> ((ClientFrame.Unsub) frame).subId();
            case MUT -> ((ClientFrame.Mut) frame).txId();
            case CALL -> ((ClientFrame.Call) frame).txId();
            case FETCH -> ((ClientFrame.Fetch) frame).fetchId();
            case HELLO, ACK, JOIN, LEAVE, BROADCAST -> "";
        };
    }

    private void route(Session<C> session, ClientFrame frame, byte[] bytes) {
        boolean isFirst = session.isFirstFrame();
        boolean isGreeted = session.wire().isSamovar();
        if (!isGreeted && isOfSamovar(frame.kind())) {
            malformed(session, frame.kind().wireName() + " without a hello as the first frame", CloseCode.MALFORMED);
            return;
        }
        switch (frame.kind()) {
            case SUB -> subscriptions.subscribe(session, (ClientFrame.Sub) frame);
            case UNSUB -> subscriptions.unsubscribe(session, ((ClientFrame.Unsub) frame).subId());
            case FETCH -> pages.fetch(session, (ClientFrame.Fetch) frame);
            case MUT -> writeQueue.add(session, ((ClientFrame.Mut) frame).txId(), bytes, frame);
            case CALL -> writeQueue.add(session, ((ClientFrame.Call) frame).txId(), bytes, frame);
            case HELLO -> welcome(session, isFirst);
            case ACK -> acknowledge(session, (ClientFrame.Ack) frame);
            case JOIN -> presence.join(session, (Value) ((ClientFrame.Join) frame).state());
            case LEAVE -> presence.leave(session);
            case BROADCAST -> presence.broadcast(session, (Value) ((ClientFrame.Broadcast) frame).data());
        }
    }

    private static boolean isOfSamovar(ClientFrame.Kind kind) {
        return switch (kind) {
            case SUB, UNSUB, MUT, CALL, FETCH, HELLO -> false;
            case ACK, JOIN, LEAVE, BROADCAST -> true;
        };
    }

    private void welcome(Session<C> session, boolean isFirst) {
        if (!isFirst) {
            malformed(session, "hello must be the first frame", CloseCode.MALFORMED);
            return;
        }
        sessions.greet(session);
        Double expires = Double.isInfinite(session.expiresMillis()) ? null : (Double) session.expiresMillis();
        String epoch = epochs.current();
        session.epoch(epoch);
        session.told(publisher.head());
        sender.send(
                session,
                new ServerFrame.Welcome(
                        VERSION, epoch, publisher.head(), session.id(), SyncLimits.HEARTBEAT_MILLIS, expires, limits));
    }

    private void acknowledge(Session<C> session, ClientFrame.Ack frame) {
        session.acked(frame.bytes());
        snapshots.proceed(session);
    }

    /** Clients of the reference profile would dial again for ever if they were closed: theirs is only counted. */
    private void malformed(Session<C> session, String reason, int closeCode) {
        malformedFrames++;
        globals.console().warn("Malformed frame " + malformedFrames + " ignored: " + reason);
        if (events.areHeard()) {
            events.tell(new SyncEvent.MalformedFrame(session.id(), reason));
        }
        publisher.answer(session);
        session.wire().malformed(session, reason, closeCode);
    }

    private static ServerLimits limits(SyncOptions options) {
        return new ServerLimits(
                Limits.SERVER_INBOUND.maxFrameBytes(),
                SyncLimits.MAX_OPS_PER_MUTATION,
                options.maxSubscriptions(),
                SyncLimits.MAX_AHEAD_BYTES,
                SyncLimits.CHUNK_BYTES);
    }
}
