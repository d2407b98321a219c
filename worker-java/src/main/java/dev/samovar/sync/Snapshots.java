package dev.samovar.sync;

import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.RowFrameWriter;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Timeout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Sends snapshots in pieces to clients of {@code samovar/1}: one piece in a turn, so that other clients' writes come in
 * between, and none to a client that has not taken the pieces before. How far each has come is kept now and then, so an
 * eviction repeats a few pieces, and neither it nor a drop begins anew.
 */
final class Snapshots<C> {
    private static final double FIRST_INEXACT = 0x1p53;

    private final SqlStorage sql;
    private final Shapes<C> shapes;
    private final OrderedRows rows;
    private final ChangeLog log;
    private final Publisher<C> publisher;
    private final SubscriptionStore store;
    private final FrameSender sender;
    private final Epochs epochs;
    private final GlobalScope globals;
    private final Heartbeat heartbeat;
    /** Those whose client can take a piece. */
    private final Queue<Subscription<C>> ready = new ArrayDeque<>();

    /** Of the columns of a piece, used for one after the other. */
    private final List<MessagePackWriter> buffers = new ArrayList<>();

    private @Nullable Timeout turn;

    Snapshots(
            SqlStorage sql,
            Shapes<C> shapes,
            OrderedRows rows,
            ChangeLog log,
            Publisher<C> publisher,
            SubscriptionStore store,
            FrameSender sender,
            Epochs epochs,
            GlobalScope globals,
            Heartbeat heartbeat) {
        this.sql = sql;
        this.shapes = shapes;
        this.rows = rows;
        this.log = log;
        this.publisher = publisher;
        this.store = store;
        this.sender = sender;
        this.epochs = epochs;
        this.globals = globals;
        this.heartbeat = heartbeat;
        heartbeat.carry(() -> turn != null);
    }

    /** Sends all rows: in pieces, or to a client of the reference profile in this turn. */
    void begin(Subscription<C> subscription) {
        if (!subscription.session().wire().isSamovar()) {
            whole(subscription);
            return;
        }
        SnapshotStream stream = SnapshotStream.at(epochs.current(), publisher.head(), null);
        sender.send(subscription.session(), new ServerFrame.Begin(subscription.id(), stream.epoch(), stream.base()));
        resume(subscription, stream);
    }

    /** Goes on with a snapshot that the client has a part of. */
    void resume(Subscription<C> subscription, SnapshotStream stream) {
        subscription.stream(stream);
        if (hasRoom(subscription)) {
            step(subscription, stream);
        } else {
            store.save(subscription);
        }
    }

    private void whole(Subscription<C> subscription) {
        Session<C> session = subscription.session();
        RowQuery query = shapes.within(
                session,
                shapes.query(
                        session, subscription.request(), subscription.shape().table()));
        RowFormat format = query.format();
        RowFrameWriter frames = RowFrameWriter.snap(subscription.id(), publisher.head());
        if (query.isBounded() && !query.ordering().isLocale()) {
            for (OrderedRow row : rows.page(query)) {
                sender.send(session, frames, out -> out.text(row.key()), row.image());
            }
        } else {
            rows.all(
                    query.unbounded(),
                    cursor -> sender.send(session, frames, format.encodedKey(cursor), format.row(cursor)));
        }
        sender.send(session, new ServerFrame.SnapEnd(subscription.id(), publisher.head()));
        session.told(publisher.head());
    }

    /** The client has room again. */
    void proceed(Session<C> session) {
        for (Subscription<C> subscription : session.subscriptions()) {
            if (!subscription.isLive() && hasRoom(subscription) && !ready.contains(subscription)) {
                enqueue(subscription);
            }
        }
    }

    private void enqueue(Subscription<C> subscription) {
        ready.add(subscription);
        armTurn();
    }

    private void takeTurn() {
        turn = null;
        publisher.settleScopes();
        Subscription<C> next = ready.poll();
        if (next != null) {
            SnapshotStream stream = next.stream();
            if (stream != null && next.session().subscription(next.id()) == next) {
                step(next, stream);
            }
        }
        if (!ready.isEmpty()) {
            armTurn();
        }
    }

    private void armTurn() {
        if (turn == null) {
            turn = globals.setTimeout(this::takeTurn, 0);
            heartbeat.expect();
        }
    }

    private void step(Subscription<C> subscription, SnapshotStream stream) {
        if (subscription.shape() instanceof WindowShape window) {
            window(subscription, window);
            return;
        }
        ChunkWriter chunk = new ChunkWriter(subscription.shape().format(), buffers);
        Long last = addRows(subscription.shape(), stream, chunk);
        send(subscription, chunk, last == null ? "" : Long.toString(last));
        if (chunk.isFull()) {
            SnapshotStream rest = stream.behind(last);
            subscription.stream(rest);
            if (rest.isToBeKept()) {
                store.save(subscription);
            }
            if (hasRoom(subscription)) {
                enqueue(subscription);
            }
        } else {
            finish(subscription, stream);
        }
    }

    /** All of a window in one turn: it is known, and cannot be resumed. */
    private void window(Subscription<C> subscription, WindowShape window) {
        publisher.publishNew();
        publisher.flush(subscription.session());
        ChunkWriter chunk = new ChunkWriter(window.format(), buffers);
        for (OrderedRow row : window.rows()) {
            chunk.add(row.image());
            if (chunk.isFull()) {
                send(subscription, chunk, "");
                chunk = new ChunkWriter(window.format(), buffers);
            }
        }
        send(subscription, chunk, "");
        end(subscription);
        sender.send(
                subscription.session(), new ServerFrame.Live(subscription.id(), epochs.current(), publisher.head()));
    }

    private void send(Subscription<C> subscription, ChunkWriter chunk, String next) {
        if (!chunk.isEmpty()) {
            sender.send(subscription.session(), chunk.chunk(subscription.id(), next));
        }
    }

    /** Adds rows until the piece is full. Gives the rowid of the last one that was looked at. */
    private @Nullable Long addRows(Shape shape, SnapshotStream stream, ChunkWriter chunk) {
        SqlCondition condition = Preselection.of(shape.predicate());
        List<@Nullable Object> bindings = new ArrayList<>(condition.bindings());
        String from = "";
        if (stream.last() != null) {
            from = " AND rowid > CAST(? AS INTEGER)";
            bindings.add(stream.last());
        }
        RowFormat format = shape.format();
        SqlCursor cursor = sql.exec(
                shape.table().selectWithRowid() + " WHERE " + condition.text() + from + " ORDER BY rowid",
                bindings.toArray());
        int rowid = shape.table().width();
        @Nullable Object[] values = new @Nullable Object[format.columns().size()];
        boolean isEverything = shape.predicate().isEverything();
        double last = Double.NaN;
        String key = "";
        while (!chunk.isFull() && cursor.next()) {
            last = cursor.getDouble(rowid);
            key = Math.abs(last) < FIRST_INEXACT ? key : format.key(cursor);
            if (!isEverything) {
                format.read(cursor, values);
            }
            if (isEverything || shape.predicate().test(values)) {
                chunk.add(cursor);
            }
        }
        if (Double.isNaN(last)) {
            return stream.last();
        }
        return Math.abs(last) < FIRST_INEXACT ? Long.valueOf((long) last) : exactRowid(shape.table(), key);
    }

    /** The runtime reads an INTEGER as a double, beyond 2^53 as another one. Its text is exact. */
    private Long exactRowid(SyncedTable<?> table, String key) {
        return Long.valueOf(
                Long.parseLong(sql.exec(table.selectRowid(), key).one().getString(0)));
    }

    /** All rows are out; what changed meanwhile follows, and from now on everything as it happens. */
    private void finish(Subscription<C> subscription, SnapshotStream stream) {
        publisher.publishNew();
        publisher.flush(subscription.session());
        Shape shape = subscription.shape();
        if (!log.reaches(stream.base())) {
            startOver(subscription, ResetReason.PRUNED);
            return;
        }
        if (!log.canTellMembers(shape, stream.base())) {
            startOver(subscription, ResetReason.COMPACTED);
            return;
        }
        end(subscription);
        CatchUp missed = CatchUp.sinceOrLater(log, subscription.shape(), stream.base());
        subscription.session().wire().catchUp(subscription, missed, publisher.head());
    }

    /** The snapshot took so long that what changed meanwhile is not known any more. */
    private void startOver(Subscription<C> subscription, ResetReason reason) {
        Session<C> session = subscription.session();
        session.wire().reset(session, subscription.id(), reason);
        begin(subscription);
    }

    private void end(Subscription<C> subscription) {
        subscription.stream(null);
        subscription.from(publisher.head());
        store.save(subscription);
    }

    private static boolean hasRoom(Subscription<?> subscription) {
        return subscription.session().unackedBytes() < SyncLimits.MAX_AHEAD_BYTES;
    }
}
