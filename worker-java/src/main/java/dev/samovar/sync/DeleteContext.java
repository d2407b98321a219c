package dev.samovar.sync;

import dev.samovar.workers.DurableObjectStorage;

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

    /** Deletes the row. Does nothing if it is gone already. */
    public void deleteRow() {
        sql().exec(table().delete(), key());
    }

    @Override
    void validate() {}
}
