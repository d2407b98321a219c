package dev.samovar.sync;

import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Ordering;
import dev.samovar.protocol.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows for the object's own code, as a client would see them. */
final class Reads<C> {
    private final Tables tables;
    private final Shapes<C> shapes;
    private final OrderedRows rows;
    private final Publisher<C> publisher;
    private final Epochs epochs;

    Reads(Tables tables, Shapes<C> shapes, OrderedRows rows, Publisher<C> publisher, Epochs epochs) {
        this.tables = tables;
        this.shapes = shapes;
        this.rows = rows;
        this.publisher = publisher;
        this.epochs = epochs;
    }

    /**
     * Reads what the user may see of what is asked for.
     *
     * @param limit or {@link RowQuery#UNLIMITED}
     * @throws RejectedException if there is no such collection, or the rows are too many
     * @throws dev.samovar.protocol.query.QueryException if the query does not fit the collection
     */
    SyncSnapshot read(C user, String collection, Predicate where, @Nullable Value orderBy, int limit) {
        SyncedTable<?> table = tables.require(collection);
        publisher.publishNew();
        RowQuery query = new RowQuery(
                        table,
                        true,
                        where.bind(table.typedFormat().columns()),
                        Ordering.parse(orderBy, table.ordered()),
                        limit,
                        0)
                .and(shapes.scope(user, table));
        if (query.isBounded() && query.ordering().isLocale()) {
            throw Shapes.localeOrder();
        }
        if (!query.isBounded()) {
            shapes.track(query);
        }
        List<Value.Map> values = new ArrayList<>();
        for (OrderedRow row : rows.page(query)) {
            values.add((Value.Map)
                    EncodedValue.decoded(EncodedValue.of(row.image()).bytes()));
        }
        return new SyncSnapshot(values, epochs.current(), publisher.head());
    }
}
