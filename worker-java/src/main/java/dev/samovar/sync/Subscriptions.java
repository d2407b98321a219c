package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code sub}, {@code unsub} and {@code fetch}. A subscription and its first rows are one synchronous turn: no
 * change can come between them.
 *
 * <p>Every refusal is answered twice: with an additive frame that says why, and with what clients of the reference
 * protocol understand.
 */
final class Subscriptions<C> {
    private final SqlStorage sql;
    private final Map<String, SyncedTable<?>> tables;
    private final ChangeLog log;
    private final Epochs epochs;
    private final Sessions<C> sessions;
    private final Publisher<C> publisher;
    private final FrameSender sender;

    Subscriptions(
            SqlStorage sql,
            Map<String, SyncedTable<?>> tables,
            ChangeLog log,
            Epochs epochs,
            Sessions<C> sessions,
            Publisher<C> publisher,
            FrameSender sender) {
        this.sql = sql;
        this.tables = tables;
        this.log = log;
        this.epochs = epochs;
        this.sessions = sessions;
        this.publisher = publisher;
        this.sender = sender;
    }

    void subscribe(Session<C> session, ClientFrame.Sub frame) {
        SyncedTable<?> table = tables.get(frame.collection());
        if (table == null) {
            refuse(session, frame.subId(), unknown(frame.collection()));
            return;
        }
        Refusal refusal = refusal(session, frame);
        if (refusal != null) {
            refuse(session, frame.subId(), refusal);
            return;
        }
        // What follows carries the head's position, so everything up to it must have been told.
        publisher.publishNew();
        publisher.flush(session);
        sessions.subscribe(session, frame.subId(), table);
        Position since = frame.since() == null ? Position.ZERO : Position.parse(frame.since());
        if (since == null || since.equals(Position.ZERO)) {
            snapshot(session, frame.subId(), table);
        } else if (log.reaches(since) && epochs.knows(null, since)) {
            catchUp(session, frame.subId(), table, since);
        } else {
            send(session, new ServerFrame.Reset(frame.subId()));
            snapshot(session, frame.subId(), table);
        }
    }

    void unsubscribe(Session<C> session, ClientFrame.Unsub frame) {
        sessions.unsubscribe(session, frame.subId());
    }

    void fetch(Session<C> session, ClientFrame.Fetch frame) {
        Refusal refusal = tables.containsKey(frame.collection())
                ? Refusal.of(
                        ErrorCode.UNSUPPORTED, "this server does not answer fetch; subscribe to the whole collection")
                : unknown(frame.collection());
        publisher.flush(session);
        send(session, new ServerFrame.PageError(frame.fetchId(), refusal));
        send(session, new ServerFrame.Page(frame.fetchId(), List.of(), publisher.head()));
    }

    private void snapshot(Session<C> session, String sub, SyncedTable<?> table) {
        RowEncoder encoder = table.encoder();
        SqlCursor cursor = sql.exec(table.selectAll());
        while (cursor.next()) {
            send(session, new ServerFrame.Snap(sub, encoder.key(cursor), encoder.row(cursor), publisher.head()));
        }
        send(session, new ServerFrame.SnapEnd(sub, publisher.head()));
    }

    private void catchUp(Session<C> session, String sub, SyncedTable<?> table, Position since) {
        RowEncoder encoder = table.encoder();
        SqlCursor cursor = log.latestPerKey(table, since);
        int keyColumn = cursor.columnNames().size() - 2;
        while (cursor.next()) {
            String key = cursor.getString(keyColumn);
            boolean gone = encoder.isAbsent(cursor);
            Operation op = gone ? Operation.DELETE : Operation.UPDATE;
            send(session, new ServerFrame.Delta(sub, key, op, gone ? null : encoder.row(cursor), publisher.head()));
        }
        send(session, new ServerFrame.UpToDate(publisher.head(), sub));
    }

    private static @Nullable Refusal refusal(Session<?> session, ClientFrame.Sub frame) {
        if (isPresent(frame.where()) || frame.limit() != null || frame.offset() != null) {
            return Refusal.of(
                    ErrorCode.UNSUPPORTED,
                    "this server does not filter or bound subscriptions; subscribe to the whole collection");
        }
        if (frame.since() != null && Position.parse(frame.since()) == null) {
            return Refusal.of(ErrorCode.VALIDATION, "since must be a decimal position that this server gave");
        }
        Map<String, SyncedTable<?>> held = session.subscriptions();
        if (held.size() >= SyncLimits.MAX_SUBSCRIPTIONS_PER_SOCKET && !held.containsKey(frame.subId())) {
            return Refusal.of(
                    ErrorCode.LIMIT_EXCEEDED,
                    "more than " + SyncLimits.MAX_SUBSCRIPTIONS_PER_SOCKET + " subscriptions on one connection");
        }
        return null;
    }

    private void refuse(Session<C> session, String sub, Refusal refusal) {
        sessions.unsubscribe(session, sub);
        send(session, new ServerFrame.SubError(sub, refusal));
        send(session, new ServerFrame.Reset(sub));
    }

    private static Refusal unknown(String collection) {
        return new RejectedException(ErrorCode.UNKNOWN_COLLECTION, "unknown collection '" + collection + "'").refusal();
    }

    private static boolean isPresent(@Nullable Value value) {
        return value != null && !(value instanceof Value.Null);
    }

    private void send(Session<C> session, ServerFrame frame) {
        sender.send(session.socket(), frame);
    }
}
