package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.workers.DurableObjectStorage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The update of a row. A row that does not exist is refused with {@code NOT_FOUND}. */
public final class UpdateContext<C, R> extends MutationContext<C, R> {
    private final Value.Map changes;
    private @Nullable R row;

    UpdateContext(C user, DurableObjectStorage storage, SyncedTable<R> table, String key, Value.Map changes) {
        super(user, storage, table, key);
        this.changes = changes;
    }

    /** The row as it is in the table. */
    public R stored() {
        return decode(storedRow());
    }

    /** The row as it will be: the stored one with the client's changes. */
    public R row() {
        if (row == null) {
            row = decode(new WireRow(changes, table().keyColumn(), key(), storedRow(), place()));
        }
        return row;
    }

    /** Writes the changed columns to the table. */
    public void updateRow() {
        List<@Nullable Object> all = table().codec().bindings(row());
        List<String> columns = new ArrayList<>();
        List<@Nullable Object> bindings = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String column = table().codec().columns().get(i);
            if (changes.get(column) != null) {
                columns.add(column);
                bindings.add(all.get(i));
            }
        }
        if (!columns.isEmpty()) {
            bindings.add(key());
            sql().exec(table().update(columns), bindings.toArray());
        }
    }

    @Override
    Operation operation() {
        return Operation.UPDATE;
    }

    @Override
    WrittenRow written() {
        return written(storedRow(), changes);
    }

    @Override
    void validate() {
        row();
    }

    @Override
    void refresh() {
        super.refresh();
        row = null;
    }
}
