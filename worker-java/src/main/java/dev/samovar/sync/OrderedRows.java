package dev.samovar.sync;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.query.Ordering;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first rows of a query in its order. SQLite orders, which an index may spare, and {@link Ordering} has the
 * last word: SQLite compares texts by UTF-8 and JavaScript by UTF-16, which differ where U+E000 to U+FFFF meets what
 * lies beyond.
 */
final class OrderedRows {
    private final SqlStorage sql;

    OrderedRows(SqlStorage sql) {
        this.sql = sql;
    }

    /** All rows of an unbounded query, one at a time, as SQLite orders them. */
    void all(RowQuery query, Consumer<SqlCursor> each) {
        SqlCursor cursor = select(query);
        @Nullable
        Object[] values = new @Nullable Object[query.format().columns().size()];
        while (cursor.next()) {
            if (isMember(query, cursor, values)) {
                each.accept(cursor);
            }
        }
    }

    /** The rows that the query's limit and offset leave. */
    List<OrderedRow> page(RowQuery query) {
        List<OrderedRow> rows = first(query, query.reach());
        return rows.subList(Math.min(query.offset(), rows.size()), rows.size());
    }

    /**
     * At most so many of the query's first rows; its own limit and offset do not count.
     *
     * @throws RejectedException with LIMIT_EXCEEDED if they are too large to be held
     */
    List<OrderedRow> first(RowQuery query, int count) {
        SqlCursor cursor = select(query);
        List<OrderedRow> rows = new ArrayList<>();
        boolean isExact = true;
        double bytes = 0;
        while ((rows.size() < count || !isExact) && cursor.next()) {
            @Nullable
            Object[] values = new @Nullable Object[query.format().columns().size()];
            if (isMember(query, cursor, values)) {
                String key = query.format().key(cursor);
                isExact &= OrderBySql.isExactFor(query.ordering(), values, key);
                RowImage image = query.format().image(cursor);
                bytes += image.size();
                if (bytes > SyncLimits.MAX_PAGE_BYTES) {
                    throw tooLarge();
                }
                rows.add(new OrderedRow(key, values, image));
            }
        }
        if (!isExact && !query.ordering().terms().isEmpty()) {
            rows.sort(query::compare);
        }
        return rows.size() > count ? rows.subList(0, count) : rows;
    }

    static RejectedException tooLarge() {
        return new RejectedException(
                ErrorCode.LIMIT_EXCEEDED,
                "these rows are more than " + SyncLimits.MAX_PAGE_BYTES
                        + " bytes: ask for fewer, or order by columns that tie less often");
    }

    private SqlCursor select(RowQuery query) {
        SqlCondition condition = Preselection.of(query.predicate());
        return sql.exec(
                query.table().select() + " WHERE " + condition.text() + " ORDER BY "
                        + OrderBySql.of(query.ordering(), query.table().keyColumn()),
                condition.bindings().toArray());
    }

    private static boolean isMember(RowQuery query, SqlCursor cursor, @Nullable Object[] values) {
        boolean needsValues = !query.predicate().isEverything() || query.isBounded();
        if (needsValues) {
            query.format().read(cursor, values);
        }
        return query.predicate().isEverything() || query.predicate().test(values);
    }
}
