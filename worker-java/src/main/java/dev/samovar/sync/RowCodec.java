package dev.samovar.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps a record to the columns of its table. */
public interface RowCodec<R> {
    /** The column that is the table's sole primary key; it has TEXT affinity. */
    String primaryKey();

    /** All columns of the record, in the order of {@link #bindings}. */
    List<String> columns();

    /**
     * Reads a row.
     *
     * @throws IllegalArgumentException if the row is no legal record; clients see the message behind "validation
     *     failed"
     */
    R decode(RowReader in);

    /** The row's values for {@link #columns}, of the types that {@link dev.samovar.workers.SqlStorage#exec} binds. */
    List<@Nullable Object> bindings(R row);
}
