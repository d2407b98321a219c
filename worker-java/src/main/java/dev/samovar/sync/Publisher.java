package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Timeout;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries committed changes to the clients: at once to a client that is about to be told a position, with the next tick
 * to all others.
 *
 * <p>The position kept as {@link Metadata#DRAINED} moves only after the frames were handed to the sockets. When the
 * object dies in between, its next instance sends them again, which clients take without harm.
 */
final class Publisher<C> {
    private final ChangeLog log;
    private final Metadata metadata;
    private final Epochs epochs;
    private final Sessions<C> sessions;
    private final FrameSender sender;
    private final Housekeeping housekeeping;
    private final GlobalScope globals;
    private final Feed feed;
    private @Nullable Timeout tick;

    Publisher(
            ChangeLog log,
            Metadata metadata,
            Epochs epochs,
            Sessions<C> sessions,
            FrameSender sender,
            Housekeeping housekeeping,
            GlobalScope globals,
            Feed feed) {
        this.log = log;
        this.metadata = metadata;
        this.epochs = epochs;
        this.sessions = sessions;
        this.sender = sender;
        this.housekeeping = housekeeping;
        this.globals = globals;
        this.feed = feed;
    }

    /** The position up to which changes were published. */
    Position head() {
        return feed.head();
    }

    /** Publishes whatever the log holds beyond {@link #head}. */
    void publishNew() {
        epochs.beginIfWritten(globals.currentTimeMillis());
        List<LogEntry> entries = log.since(feed.head());
        if (!entries.isEmpty()) {
            publish(entries);
        }
    }

    /**
     * Publishes the log's next entries, which the caller has read already. There may be none: a tick follows all the
     * same, so that receipts of writes that changed nothing are pruned too.
     */
    void publish(List<LogEntry> entries) {
        feed.accept(entries);
        if (feed.size() > SyncLimits.MAX_TICK_BYTES) {
            tick();
        } else if (tick == null) {
            tick = globals.setTimeout(this::tick, SyncLimits.TICK_MILLIS);
        }
    }

    /** Tells one client everything up to {@link #head}. Required before it is told any position. */
    void flush(Session<C> session) {
        Position head = feed.head();
        if (!head.isAfter(session.delivered())) {
            return;
        }
        boolean sent = false;
        for (Change change : feed.after(session.delivered())) {
            for (Map.Entry<String, SyncedTable<?>> subscription :
                    session.subscriptions().entrySet()) {
                if (subscription.getValue() == change.table() && !change.isSuperseded()) {
                    sender.send(session.socket(), change, subscription.getKey());
                    sent = true;
                }
            }
        }
        if (sent) {
            sender.send(session.socket(), new ServerFrame.UpToDate(head, null));
        }
        session.delivered(head);
    }

    private void tick() {
        if (tick != null) {
            tick.clear();
            tick = null;
        }
        for (Session<C> session : sessions.all()) {
            flush(session);
        }
        feed.clear();
        metadata.put(Metadata.DRAINED, feed.head());
        if (housekeeping.step(globals.currentTimeMillis())) {
            tick = globals.setTimeout(this::tick, SyncLimits.TICK_MILLIS);
        }
    }
}
