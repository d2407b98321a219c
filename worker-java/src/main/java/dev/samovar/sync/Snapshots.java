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
 * between, and none to a client that has not taken the pieces before. How far each has come is kept, so neither an
 * eviction nor a drop begins it anew.
 */
final class Snapshots<C> {
    private static final double FIRST_INEXACT = 0x1p53;
    /** So that one statement looks at a bounded number of rows, however few of them are members. */
    private static final double LEAST_BYTES_PER_ROW = 16;

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

    /** What a row that was looked at added to the last piece. */
    private double bytesPerRow = 1_000;

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
        SnapshotStream stream = new SnapshotStream(epochs.current(), publisher.head(), null);
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
        if (chunk.isFilled()) {
            subscription.stream(new SnapshotStream(stream.epoch(), stream.base(), last));
            store.save(subscription);
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

    /**
     * Adds rows until the piece is filled, and gives the rowid of the last one that was looked at. It asks for about as
     * many as will do and reads them to the end: the runtime compiles a statement anew, and keeps it until garbage is
     * collected, while another cursor of it stands in the middle.
     */
    private @Nullable Long addRows(Shape shape, SnapshotStream stream, ChunkWriter chunk) {
        SqlCondition condition = Preselection.of(shape.predicate());
        String select = shape.table().selectWithRowid() + " WHERE " + condition.text();
        Long last = stream.last();
        @Nullable
        Object[] values = new @Nullable Object[shape.format().columns().size()];
        int lookedAt = 0;
        boolean hasMore = true;
        while (hasMore && !chunk.isFilled()) {
            List<@Nullable Object> bindings = new ArrayList<>(condition.bindings());
            if (last != null) {
                bindings.add(last);
            }
            int limit = (int) Math.max(1, (SyncLimits.CHUNK_BYTES - chunk.bytes()) / bytesPerRow);
            bindings.add(limit);
            SqlCursor cursor = sql.exec(
                    select + (last == null ? "" : " AND rowid > CAST(? AS INTEGER)") + " ORDER BY rowid LIMIT ?",
                    bindings.toArray());
            int before = lookedAt;
            double rowid = Double.NaN;
            String key = "";
            while (!chunk.isOverfull() && cursor.next()) {
                lookedAt++;
                rowid = cursor.getDouble(shape.table().width());
                key = Math.abs(rowid) < FIRST_INEXACT ? key : shape.format().key(cursor);
                if (isMember(shape, cursor, values)) {
                    chunk.add(cursor);
                }
            }
            hasMore = lookedAt - before == limit || chunk.isOverfull();
            if (lookedAt > before) {
                last = Math.abs(rowid) < FIRST_INEXACT ? Long.valueOf((long) rowid) : exactRowid(shape.table(), key);
                bytesPerRow = Math.max(LEAST_BYTES_PER_ROW, (double) chunk.bytes() / lookedAt);
            }
        }
        return last;
    }

    private static boolean isMember(Shape shape, SqlCursor cursor, @Nullable Object[] values) {
        if (shape.predicate().isEverything()) {
            return true;
        }
        shape.format().read(cursor, values);
        return shape.predicate().test(values);
    }

    /** The runtime reads an INTEGER as a double, beyond 2^53 as another one. Its text is exact. */
    private Long exactRowid(SyncedTable<?> table, String key) {
        return Long.valueOf(sql.exec(table.selectRowid(), key).one().getLong(0));
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
