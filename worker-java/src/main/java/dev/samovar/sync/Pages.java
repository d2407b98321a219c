package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.BoundPredicate;
import dev.samovar.protocol.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers {@code fetch}: rows at one position, which are not followed. */
final class Pages<C> {
    private final Tables tables;
    private final Shapes<C> shapes;
    private final OrderedRows rows;
    private final Publisher<C> publisher;
    private final FrameSender sender;
    private final Failures failures;

    Pages(
            Tables tables,
            Shapes<C> shapes,
            OrderedRows rows,
            Publisher<C> publisher,
            FrameSender sender,
            Failures failures) {
        this.tables = tables;
        this.shapes = shapes;
        this.rows = rows;
        this.publisher = publisher;
        this.sender = sender;
        this.failures = failures;
    }

    void fetch(Session<C> session, ClientFrame.Fetch frame) {
        publisher.publishNew();
        publisher.flush(session);
        try {
            List<Encodable> page = page(session, frame);
            sender.send(session, new ServerFrame.Page(frame.fetchId(), page, publisher.head()));
        } catch (RuntimeException failure) {
            refuse(session, frame, failures.refusal(failure, "fetch"));
        }
    }

    void refuse(Session<C> session, ClientFrame.Fetch frame, Refusal refusal) {
        session.wire().pageRefused(session, frame.fetchId(), refusal, publisher.head());
    }

    /** With a cursor all rows that tie with the last one known, then the next ones. */
    private List<Encodable> page(Session<C> session, ClientFrame.Fetch frame) {
        SyncedTable<?> table = tables.require(frame.collection());
        RowQuery asked = RowQuery.parse(
                table,
                shapes.isTyped(session, table),
                (Value) frame.where(),
                (Value) frame.orderBy(),
                frame.limit(),
                null);
        RowQuery query = shapes.within(session, asked);
        if (query.isBounded() && query.ordering().isLocale()) {
            if (session.wire().isSamovar()) {
                throw Shapes.localeOrder();
            }
            query = query.unbounded();
        }
        if (frame.cursor() == null) {
            return images(rows.page(query));
        }
        Value.Map cursor = (Value.Map) frame.cursor();
        List<OrderedRow> all = new ArrayList<>(
                rows.page(query.and(part(cursor, "whereCurrent", query)).unbounded()));
        all.addAll(rows.page(query.and(part(cursor, "whereFrom", query))));
        return images(all);
    }

    private static BoundPredicate part(Value.Map cursor, String name, RowQuery query) {
        @Nullable Value part = cursor.get(name);
        if (part == null || part instanceof Value.Null) {
            throw RejectedException.invalid("a cursor has whereFrom and whereCurrent");
        }
        return Predicate.parse(part, query.format().columns());
    }

    /** @throws RejectedException if they are too large together */
    private static List<Encodable> images(List<OrderedRow> rows) {
        List<Encodable> images = new ArrayList<>(rows.size());
        double bytes = 0;
        for (OrderedRow row : rows) {
            bytes += row.image().size();
            if (bytes > SyncLimits.MAX_PAGE_BYTES) {
                throw OrderedRows.tooLarge();
            }
            images.add(row.image());
        }
        return images;
    }
}
