package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Timeout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries committed changes to the clients: at once to a client that is about to be told a position, and to the others
 * at once too when there are few of them or the object was idle; else with the next tick, many changes in one.
 *
 * <p>The position kept as {@link Metadata#DRAINED} moves only after the frames were handed to the sockets. When the
 * object dies in between, its next instance sends them again, which clients take without harm.
 */
final class Publisher<C> {
    /** Is told of shapes that cannot be kept any more. */
    @FunctionalInterface
    interface Failures {
        /** Ends the subscriptions to a shape. */
        void refuse(Shape shape, Refusal refusal);
    }

    private final ChangeLog log;
    private final Metadata metadata;
    private final Epochs epochs;
    private final Sessions<C> sessions;
    private final Housekeeping housekeeping;
    private final GlobalScope globals;
    private final Feed feed;
    private final Heartbeat heartbeat;
    private final ScopeChanges<C> scopes;
    private final Consumer<Session<C>> rescope;
    private final int tickMillis;
    /** The clients that something of the current tick concerns. */
    private final Set<Session<C>> concerned = new LinkedHashSet<>();
    /** The shapes whose clients are among them. */
    private final Set<Shape> announced = new HashSet<>();

    private Failures failures = (shape, refusal) -> {};
    /** The clients that are owed an answer. */
    private final Set<Session<C>> owed = new LinkedHashSet<>();

    private double oweUntilMillis;
    private @Nullable Timeout answering;
    private @Nullable Timeout tick;
    private boolean wasIdle;
    /** When a tick last had something to tell. What comes right behind it is likely to be one of many. */
    private double busyMillis;
    /** How often a client was told something in this tick without waiting for its end. */
    private int sentAtOnce;

    /** What every client was told that is not among the concerned ones. */
    private Position ticked;

    private Position noted;

    private double linesSinceBoundary;

    Publisher(
            ChangeLog log,
            Metadata metadata,
            Epochs epochs,
            Sessions<C> sessions,
            Housekeeping housekeeping,
            GlobalScope globals,
            Feed feed,
            Heartbeat heartbeat,
            ScopeChanges<C> scopes,
            Consumer<Session<C>> rescope,
            int tickMillis) {
        this.log = log;
        this.metadata = metadata;
        this.epochs = epochs;
        this.sessions = sessions;
        this.housekeeping = housekeeping;
        this.globals = globals;
        this.feed = feed;
        this.heartbeat = heartbeat;
        this.scopes = scopes;
        this.rescope = rescope;
        this.tickMillis = tickMillis;
        this.ticked = feed.head();
        this.noted = metadata.get(Metadata.DRAINED);
        heartbeat.carry(this::goOn);
    }

    void onFailure(Failures listener) {
        failures = listener;
    }

    /** The position up to which changes were published. */
    Position head() {
        return feed.head();
    }

    /** Publishes whatever the log holds beyond {@link #head}. */
    void publishNew() {
        epochs.beginIfWritten(globals.currentTimeMillis());
        NewChanges added = unpublished();
        if (added.head().isAfter(feed.head()) || scopes.isPending()) {
            publish(added);
        }
    }

    /** What the log holds beyond {@link #head}. Nobody pays for reading lines that nobody follows. */
    NewChanges unpublished() {
        if (!feed.isFollowed() && !scopes.isFollowing()) {
            return NewChanges.of(log.head(), List.of());
        }
        List<LogEntry> lines = log.since(feed.head());
        return NewChanges.of(NewChanges.head(lines, feed.head()), lines);
    }

    /**
     * Publishes what the caller has read of the log already. That may be nothing: a tick follows all the same, so that
     * receipts of writes that changed nothing are pruned too.
     */
    @SuppressWarnings("unchecked") // the sessions of this object are all of its one kind
    void publish(NewChanges added) {
        linesSinceBoundary += added.head().number() - feed.head().number();
        Collection<Shape> changed = feed.accept(added);
        rescope(added.lines());
        for (Shape shape : changed) {
            Refusal failure = shape.failure();
            if (failure != null) {
                failures.refuse(shape, failure);
            } else if (announced.add(shape)) {
                for (Subscription<?> subscription : shape.subscriptions()) {
                    concerned.add((Session<C>) subscription.session());
                }
            }
        }
        if (feed.size() > SyncLimits.MAX_TICK_BYTES) {
            tick();
        } else if (tick == null) {
            wasIdle = Math.abs((double) globals.currentTimeMillis() - busyMillis) > tickMillis;
            armTick();
        }
    }

    /**
     * Gives users whose scope has changed their new rows. The changes were taken in before, so that nothing is told of
     * rows that are in neither scope any more.
     */
    private void rescope(List<LogEntry> entries) {
        scopes.note(entries);
        if (scopes.isPending()) {
            scopes.apply(rescope);
        }
    }

    /** Required before anything is told in a turn of its own. */
    void settleScopes() {
        if (scopes.isPending()) {
            publishNew();
        }
    }

    /** Tells one client everything up to {@link #head}. Required before it is told any position. */
    void flush(Session<C> session) {
        flush(session, session.answers().take(feed.head()), false);
    }

    /** The same, but for the answers that the client is owed: they may have to wait for what is told next. */
    void flushWithoutAnswers(Session<C> session) {
        flush(session, List.of(), false);
    }

    /** Tells a client that its write is done, behind or together with what that changed. */
    void settle(Session<C> session, Wire.Settled done) {
        flush(session, session.answers().takeWith(done, feed.head()), false);
        spread();
    }

    /**
     * The same for a write that has just been published. In a burst it waits for those that are already on their way: a
     * timer without delay comes behind the messages that the runtime has.
     */
    void settleSoon(Session<C> session, Wire.Settled done) {
        Answers answers = session.answers();
        if (!answers.isInBurst((double) globals.currentTimeMillis())) {
            settle(session, done);
            return;
        }
        if (answering == null) {
            oweUntilMillis = answers.cameMillis() + SyncLimits.MAX_ANSWER_MILLIS;
            answering = globals.setTimeout(this::answerBurst, 0);
        }
        answers.keep(done);
        owed.add(session);
        if (answers.size() >= SyncLimits.MAX_ANSWERS_AT_ONCE || answers.cameMillis() >= oweUntilMillis) {
            answer();
        }
    }

    /** Tells a client of the writes that it is owed an answer to, if there are any. */
    void answer(Session<C> session) {
        if (!session.answers().isEmpty()) {
            flush(session);
        }
    }

    private void answerBurst() {
        settleScopes();
        for (Session<C> session : owed) {
            if (session.answers().size() == 1) {
                session.answers().calm();
            }
        }
        answer();
    }

    private void answer() {
        stopAnswering();
        answerOwed();
        spread();
    }

    private void answerOwed() {
        owed.forEach(this::answer);
        owed.clear();
    }

    /**
     * Tells the clients of what was published, unless it is cheaper to wait for the tick. Sending at once to many while
     * more is coming costs a message for each change and client.
     */
    void spread() {
        int reached = sentAtOnce + concerned.size();
        if (wasIdle || reached <= SyncLimits.MAX_AT_ONCE) {
            wasIdle = false;
            sentAtOnce = reached;
            flushConcerned();
        }
    }

    /** A client was added to a shape, so the shape's next change concerns more clients than were noted. */
    void joined(Shape shape) {
        announced.remove(shape);
    }

    /** Notes that every client was told everything up to {@link #head}. */
    void drained() {
        ticked = feed.head();
        if (!ticked.equals(noted)) {
            metadata.put(Metadata.DRAINED, ticked);
            noted = ticked;
        }
    }

    private void flush(Session<C> session, List<Wire.Settled> done, boolean always) {
        Position head = feed.head();
        if (ticked.isAfter(session.delivered())) {
            session.delivered(ticked);
        }
        if (head.isAfter(session.delivered()) || !done.isEmpty() || always) {
            session.wire().flush(session, head, done, always);
            session.delivered(head);
        }
    }

    private void flushConcerned() {
        for (Session<C> session : new ArrayList<>(concerned)) {
            flush(session);
        }
        concerned.clear();
        announced.clear();
    }

    private void tick() {
        stop();
        wasIdle = false;
        sentAtOnce = 0;
        settleScopes();
        answerOwed();
        if (!concerned.isEmpty()) {
            busyMillis = (double) globals.currentTimeMillis();
        }
        flushConcerned();
        feed.clear();
        drained();
        if (linesSinceBoundary >= SyncLimits.LINES_PER_BOUNDARY) {
            linesSinceBoundary = 0;
            moveIdleForward();
        }
        if (housekeeping.step(globals.currentTimeMillis())) {
            armTick();
        }
    }

    /** Nothing is left to be told. */
    void stop() {
        if (tick != null) {
            tick.clear();
            tick = null;
        }
        stopAnswering();
    }

    private void stopAnswering() {
        if (answering != null) {
            answering.clear();
            answering = null;
        }
    }

    private void armTick() {
        tick = globals.setTimeout(this::tick, tickMillis);
        heartbeat.expect();
    }

    /** What a life before this one may have left is at least a step of housekeeping. */
    private boolean goOn() {
        if (tick == null) {
            tick();
        }
        return tick != null;
    }

    /** So that a client of quiet tables, when it comes back, does not ask for all that happened in the busy ones. */
    private void moveIdleForward() {
        for (Session<C> session : sessions.all()) {
            if (ticked.isAfter(session.told()) && !session.subscriptions().isEmpty()) {
                flush(session, session.answers().take(feed.head()), true);
            }
        }
    }
}
