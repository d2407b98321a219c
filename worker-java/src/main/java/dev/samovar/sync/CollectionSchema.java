package dev.samovar.sync;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.workers.DurableObjectStorage;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What clients may do with one table. An operation that has no rule is refused with {@code NO_HANDLER}; the table is
 * readable either way.
 */
public final class CollectionSchema<C, R> {
    private final String table;
    private final RowCodec<R> codec;
    private @Nullable MutationRule<InsertContext<C, R>> insert;
    private @Nullable MutationRule<UpdateContext<C, R>> update;
    private @Nullable MutationRule<DeleteContext<C, R>> delete;

    CollectionSchema(String table, RowCodec<R> codec) {
        this.table = table;
        this.codec = codec;
    }

    public CollectionSchema<C, R> insert(Consumer<MutationRule<InsertContext<C, R>>> rule) {
        insert = defined(rule, Operation.INSERT);
        return this;
    }

    public CollectionSchema<C, R> update(Consumer<MutationRule<UpdateContext<C, R>>> rule) {
        update = defined(rule, Operation.UPDATE);
        return this;
    }

    public CollectionSchema<C, R> delete(Consumer<MutationRule<DeleteContext<C, R>>> rule) {
        delete = defined(rule, Operation.DELETE);
        return this;
    }

    String table() {
        return table;
    }

    RowCodec<R> codec() {
        return codec;
    }

    /**
     * Binds an operation of a client to its rule.
     *
     * @throws RejectedException if it is not one this collection takes
     */
    PreparedMutation<?> prepare(MutationOp op, C user, DurableObjectStorage storage, SyncedTable<R> synced) {
        checkKey(op);
        Value.Map columns = op.cols() == null ? new Value.Map(Map.of()) : op.cols();
        for (String column : columns.entries().keySet()) {
            if (!codec.columns().contains(column)) {
                throw RejectedException.invalid("unknown column " + column);
            }
        }
        return switch (op.type()) {
            case INSERT -> prepared(insert, op, new InsertContext<>(user, storage, synced, op.key(), columns));
            case UPDATE -> prepared(update, op, new UpdateContext<>(user, storage, synced, op.key(), columns));
            case DELETE -> prepared(delete, op, new DeleteContext<>(user, storage, synced, op.key()));
        };
    }

    private void checkKey(MutationOp op) {
        if (op.key().isEmpty()) {
            throw new RejectedException(ErrorCode.VALIDATION, "mutation op key must be a non-empty string");
        }
        Value sent = op.cols() == null ? null : op.cols().get(codec.primaryKey());
        if (sent != null && !(sent instanceof Value.Text text && text.value().equals(op.key()))) {
            throw new RejectedException(ErrorCode.VALIDATION, "mutation cols primary key must match op key");
        }
    }

    private <X extends MutationContext<C, R>> PreparedMutation<X> prepared(
            @Nullable MutationRule<X> rule, MutationOp op, X context) {
        if (rule == null) {
            String name = table + ":" + op.type().wireName();
            throw new RejectedException(ErrorCode.NO_HANDLER, "no mutation handler for '" + name + "'");
        }
        return new PreparedMutation<>(rule, context);
    }

    private <X> MutationRule<X> defined(Consumer<MutationRule<X>> definition, Operation operation) {
        MutationRule<X> rule = new MutationRule<>();
        definition.accept(rule);
        if (rule.execution() == null) {
            throw new IllegalStateException(
                    "The rule for " + operation.wireName() + " on " + table + " does nothing: give it execute(...).");
        }
        return rule;
    }
}
