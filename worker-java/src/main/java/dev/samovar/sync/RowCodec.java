package dev.samovar.sync;

import dev.samovar.protocol.query.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps a record to the columns of its table. Most are made by the build, see {@link Row}. */
public interface RowCodec<R> {
    /** The column that is the table's sole primary key; it has TEXT affinity. */
    String primaryKey();

    /** All columns of the record, in the order of {@link #bindings}. */
    List<String> columns();

    /**
     * What clients of {@code samovar/1} see in a column, and what their predicates compare with: BOOLEAN shows a stored
     * 0 and 1 as false and true, BIGINT shows an integer as a bigint. Default: what is stored. Clients of the reference
     * profile always see what is stored.
     *
     * @param column any column of the table, also one the record does not have
     */
    default ColumnType type(String column) {
        return ColumnType.STORED;
    }

    /**
     * Reads a row, as the columns' values allow it or not.
     *
     * @throws IllegalArgumentException if the row is no legal record; clients see the message behind "validation
     *     failed"
     */
    R decode(RowReader in);

    /** The row's values for {@link #columns}, of the types that {@link dev.samovar.workers.SqlStorage#exec} binds. */
    List<@Nullable Object> bindings(R row);
}
