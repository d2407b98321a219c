package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.workers.DurableObjectStorage;
import org.jspecify.annotations.Nullable;

/** The insert of a row. */
public final class InsertContext<C, R> extends MutationContext<C, R> {
    private final Value.Map columns;
    private @Nullable R row;

    InsertContext(C user, DurableObjectStorage storage, SyncedTable<R> table, String key, Value.Map columns) {
        super(user, storage, table, key);
        this.columns = columns;
    }

    /** The new row. */
    public R row() {
        if (row == null) {
            row = decode(new WireRow(columns, table().keyColumn(), key(), null, place()));
        }
        return row;
    }

    /** Writes {@link #row} to the table. */
    public void insertRow() {
        sql().exec(table().insert(), table().codec().bindings(row()).toArray());
    }

    @Override
    Operation operation() {
        return Operation.INSERT;
    }

    @Override
    WrittenRow written() {
        return new WrittenRow(key(), columns, WrittenRow.names(columns));
    }

    @Override
    void validate() {
        row();
    }
}
