package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.BoundPredicate;
import dev.samovar.protocol.query.Ordering;
import dev.samovar.protocol.query.Predicate;

/** Finds or makes the shape that a client asks for, within what its user may see. */
final class Shapes<C> {
    /** What a user may see of a collection. */
    @FunctionalInterface
    interface Visibility<C> {
        Predicate visible(C user, String collection);
    }

    private final Visibility<C> visibility;
    private final Capture capture;
    private final OrderedRows rows;

    Shapes(OrderedRows rows, Visibility<C> visibility, Capture capture) {
        this.visibility = visibility;
        this.capture = capture;
        this.rows = rows;
    }

    /**
     * A subscription that nobody knows of yet.
     *
     * @throws dev.samovar.protocol.query.QueryException if it cannot be served
     * @throws RejectedException as well
     */
    Subscription<C> subscription(Session<C> session, ClientFrame.Sub frame, SyncedTable<?> table) {
        RowQuery query = query(session, frame, table);
        BoundPredicate scope = scope(session.user(), table);
        boolean isWindow = session.wire().isSamovar() && query.isBounded();
        if (isWindow) {
            checkWindow(query);
        }
        return new Subscription<>(session, frame, shape(query.and(scope), isWindow), scope.canonical());
    }

    /** What a client asks for, whether it may see it or not. */
    RowQuery query(Session<C> session, ClientFrame.Sub frame, SyncedTable<?> table) {
        return RowQuery.parse(
                table,
                isTyped(session, table),
                (Value) frame.where(),
                (Value) frame.orderBy(),
                frame.limit(),
                frame.offset());
    }

    /** The rows of a collection that a client may see, of those it asks for. */
    RowQuery within(Session<C> session, RowQuery query) {
        return query.and(scope(session.user(), query.table()));
    }

    /** By the record's types in both profiles: an author means a boolean by {@code true}. */
    BoundPredicate scope(C user, SyncedTable<?> table) {
        return visibility.visible(user, table.name()).bind(table.typedFormat().columns());
    }

    boolean isTyped(Session<C> session, SyncedTable<?> table) {
        return session.wire().isSamovar() && table.typedFormat() != table.storedFormat();
    }

    /** Has the log tell from now on which rows left the query: who has its rows of now may go on from here. */
    void track(RowQuery query) {
        capture.track(query.table(), query.table().trackedColumns(query.predicate()));
    }

    /** Forgets a shape that nobody is subscribed to. */
    void release(Shape shape) {
        if (shape.subscriptions().isEmpty()) {
            shape.table().shapes().remove(shape);
        }
    }

    private Shape shape(RowQuery query, boolean isWindow) {
        TableShapes shapes = query.table().shapes();
        String name = name(query, isWindow);
        Shape known = shapes.find(name);
        if (known != null) {
            return known;
        }
        Shape shape = isWindow
                ? new WindowShape(query, rows, name)
                : new FilteredShape(query.table(), query.isTyped(), query.predicate(), name);
        track(query);
        shapes.add(shape);
        return shape;
    }

    private static String name(RowQuery query, boolean isWindow) {
        StringBuilder name = new StringBuilder(query.isTyped() ? "typed" : "stored");
        if (isWindow) {
            name.append(' ').append(query.offset()).append(' ').append(query.limit());
            for (Ordering.Term term : query.ordering().terms()) {
                name.append(' ')
                        .append(term.column().index())
                        .append(term.isDescending() ? "d" : "a")
                        .append(term.isNullsLast() ? "l" : "f");
            }
        }
        return name.append(' ').append(query.predicate().canonical()).toString();
    }

    static RejectedException localeOrder() {
        return new RejectedException(
                ErrorCode.UNSUPPORTED,
                "text is ordered by UTF-16 units here, not by a language: say stringSort 'lexical' in the orderBy, or"
                        + " ask without a limit");
    }

    private static void checkWindow(RowQuery query) {
        if (query.ordering().terms().isEmpty() || query.limit() == RowQuery.UNLIMITED) {
            throw RejectedException.invalid("a window needs orderBy and limit: else nobody knows which rows it has");
        }
        if (query.ordering().isLocale()) {
            throw localeOrder();
        }
        if (query.reach() > SyncLimits.MAX_WINDOW_ROWS) {
            throw new RejectedException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a window may reach up to row " + SyncLimits.MAX_WINDOW_ROWS + ", its offset included");
        }
    }
}
