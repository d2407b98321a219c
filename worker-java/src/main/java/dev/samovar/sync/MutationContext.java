package dev.samovar.sync;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.SqlCursor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of a mutation on one row. */
public abstract sealed class MutationContext<C, R> extends HandlerContext<C>
        permits InsertContext, UpdateContext, DeleteContext {
    private final SyncedTable<R> table;
    private final String key;
    private String place = "";
    private Shapes.Visibility<C> visibility = (user, collection) -> Predicate.EVERYTHING;
    private @Nullable StoredRow storedRow;

    MutationContext(C user, DurableObjectStorage storage, SyncedTable<R> table, String key) {
        super(user, storage);
        this.table = table;
        this.key = key;
    }

    /** The primary key of the row. */
    public final String key() {
        return key;
    }

    /** Says in refusals which operation of a mutation of several this is. */
    final void place(int op) {
        place = "ops[" + op + "].";
    }

    final String place() {
        return place;
    }

    /** A row that its user may not see does not exist for the operation: else the answer would tell that it does. */
    final void within(Shapes.Visibility<C> visible) {
        visibility = visible;
    }

    /** Which rows of the table the user may see. */
    final Predicate scope() {
        return visibility.visible(user(), table.name());
    }

    abstract Operation operation();

    /** What the operation writes, or deletes. */
    abstract WrittenRow written();

    final SyncedTable<R> table() {
        return table;
    }

    /** Refuses what the record's type refuses. Called before {@code authorize}, and again inside the transaction. */
    abstract void validate();

    /** Forgets what was read before the transaction: it may have changed while {@code authorize} waited. */
    void refresh() {
        storedRow = null;
    }

    /** @throws RejectedException with {@code NOT_FOUND} if there is no row of that key */
    final StoredRow storedRow() {
        StoredRow row = storedRowOrNull();
        if (row == null) {
            throw new RejectedException(ErrorCode.NOT_FOUND, "no row '" + key + "' in " + table.name());
        }
        return row;
    }

    final @Nullable StoredRow storedRowOrNull() {
        if (storedRow == null) {
            SqlCursor cursor = sql().exec(table.selectByKeys(1), key);
            if (cursor.next() && isVisible(cursor)) {
                storedRow = new StoredRow(table.typedFormat(), cursor);
            }
        }
        return storedRow;
    }

    private boolean isVisible(SqlCursor cursor) {
        Predicate scope = scope();
        return scope == Predicate.EVERYTHING
                || scope.bind(table.typedFormat().columns())
                        .test(table.storedFormat().values(cursor));
    }

    /** The stored row with the changes over it. */
    final WrittenRow written(StoredRow stored, Value.Map changes) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (String column : table.codec().columns()) {
            Value changed = changes.get(column);
            columns.put(column, changed == null ? stored.value(column) : changed);
        }
        return new WrittenRow(key, new Value.Map(columns), WrittenRow.names(changes));
    }

    /** @throws RejectedException with all that is wrong with the row */
    final R decode(RowReader row) {
        return RowReader.read(row, table.codec()::decode);
    }
}
