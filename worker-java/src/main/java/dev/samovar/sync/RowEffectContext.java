package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What follows from one operation of a mutation. The row may have changed again since. */
public final class RowEffectContext<C, R> extends EffectContext<C> {
    private final Operation operation;
    private final RowCodec<R> codec;
    private final WrittenRow written;

    RowEffectContext(
            C user, String idempotencyKey, int attempt, Operation operation, RowCodec<R> codec, WrittenRow written) {
        super(user, idempotencyKey, attempt);
        this.operation = operation;
        this.codec = codec;
        this.written = written;
    }

    public Operation operation() {
        return operation;
    }

    /** The primary key of the row. */
    public String key() {
        return written.key();
    }

    /** Whether there is a {@link #row}: not when a delete found none. */
    public boolean hasRow() {
        return written.columns() != null;
    }

    /**
     * The row that was inserted, as the update left it, or as it was before the delete.
     *
     * @throws IllegalStateException if a delete found none
     */
    public R row() {
        Value.Map columns = written.columns();
        if (columns == null) {
            throw new IllegalStateException("There was no row to delete. Ask hasRow() first.");
        }
        return RowReader.read(new WireRow(columns, codec.primaryKey(), written.key(), null, ""), codec::decode);
    }

    /** The columns that the client sent: of an insert all it gave, of an update those that changed. */
    public Value.Map changes() {
        return written.changes();
    }

    /** The value of a column of the row, as the client sent it or as it was stored; {@code null} without a row. */
    public @Nullable Value value(String column) {
        return hasRow() ? Objects.requireNonNull(written.columns()).get(column) : null;
    }
}
