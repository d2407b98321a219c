package dev.samovar.sync;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.SqlCursor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One operation of a mutation on one row. */
public abstract sealed class MutationContext<C, R> extends HandlerContext<C>
        permits InsertContext, UpdateContext, DeleteContext {
    private final SyncedTable<R> table;
    private final String key;
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
        if (storedRow == null) {
            SqlCursor cursor = sql().exec(table.selectByKey(), key);
            if (!cursor.next()) {
                throw new RejectedException(ErrorCode.NOT_FOUND, "no row '" + key + "' in " + table.name());
            }
            storedRow = new StoredRow(cursor);
        }
        return storedRow;
    }

    final R decode(RowReader row) {
        try {
            return table.codec().decode(row);
        } catch (IllegalArgumentException e) {
            throw RejectedException.invalid(Objects.requireNonNullElse(e.getMessage(), "the row is not valid"));
        }
    }
}
