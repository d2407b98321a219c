package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.workers.DurableObjectStorage;
import java.util.List;
import java.util.Map;

/** The delete of a row. */
public final class DeleteContext<C, R> extends MutationContext<C, R> {
    DeleteContext(C user, DurableObjectStorage storage, SyncedTable<R> table, String key) {
        super(user, storage, table, key);
    }

    /**
     * The row as it is in the table.
     *
     * @throws RejectedException with {@code NOT_FOUND} if there is none
     */
    public R stored() {
        return decode(storedRow());
    }

    /** Deletes the row. Does nothing if it is gone already, or if the user may not see it. */
    public void deleteRow() {
        if (scope() != Predicate.EVERYTHING && storedRowOrNull() == null) {
            return;
        }
        sql().exec(table().delete(), key());
    }

    @Override
    Operation operation() {
        return Operation.DELETE;
    }

    @Override
    WrittenRow written() {
        StoredRow stored = storedRowOrNull();
        return stored == null ? new WrittenRow(key(), null, List.of()) : written(stored, new Value.Map(Map.of()));
    }

    @Override
    void validate() {}
}
