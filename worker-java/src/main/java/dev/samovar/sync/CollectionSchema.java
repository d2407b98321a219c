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
    private @Nullable MutationRule<C, R, InsertContext<C, R>> insert;
    private @Nullable MutationRule<C, R, UpdateContext<C, R>> update;
    private @Nullable MutationRule<C, R, DeleteContext<C, R>> delete;

    CollectionSchema(String table, RowCodec<R> codec) {
        this.table = table;
        this.codec = codec;
    }

    public CollectionSchema<C, R> insert(Consumer<MutationRule<C, R, InsertContext<C, R>>> rule) {
        insert = defined(rule, Operation.INSERT);
        return this;
    }

    public CollectionSchema<C, R> update(Consumer<MutationRule<C, R, UpdateContext<C, R>>> rule) {
        update = defined(rule, Operation.UPDATE);
        return this;
    }

    public CollectionSchema<C, R> delete(Consumer<MutationRule<C, R, DeleteContext<C, R>>> rule) {
        delete = defined(rule, Operation.DELETE);
        return this;
    }

    RowCodec<R> codec() {
        return codec;
    }

    /** What follows from an operation, or {@code null}. */
    @Nullable
    Effect<? super RowEffectContext<C, R>> effect(Operation operation) {
        MutationRule<C, R, ?> rule = switch (operation) {
            case INSERT -> insert;
            case UPDATE -> update;
            case DELETE -> delete;
        };
        return rule == null ? null : rule.effect();
    }

    /**
     * Binds an operation of a client to its rule.
     *
     * @throws RejectedException if it is not one this collection takes
     */
    PreparedMutation<? extends MutationContext<C, R>> prepare(
            MutationOp op, C user, DurableObjectStorage storage, SyncedTable<R> synced) {
        checkKey(op);
        Value.Map columns = op.cols() == null ? new Value.Map(Map.of()) : (Value.Map) op.cols();
        checkNames(columns);
        return switch (op.type()) {
            case INSERT -> prepared(insert, op, new InsertContext<>(user, storage, synced, op.key(), columns));
            case UPDATE -> prepared(update, op, new UpdateContext<>(user, storage, synced, op.key(), columns));
            case DELETE -> prepared(delete, op, new DeleteContext<>(user, storage, synced, op.key()));
        };
    }

    private void checkNames(Value.Map columns) {
        Problems unknown = new Problems();
        for (String column : columns.entries().keySet()) {
            if (!codec.columns().contains(column)) {
                unknown.add(column, "unknown column " + column);
            }
        }
        String message = unknown.message();
        if (message != null) {
            throw RejectedException.invalidRow(message);
        }
    }

    private void checkKey(MutationOp op) {
        if (op.key().isEmpty()) {
            throw new RejectedException(ErrorCode.VALIDATION, "mutation op key must be a non-empty string");
        }
        Value sent = op.cols() == null ? null : ((Value.Map) op.cols()).get(codec.primaryKey());
        if (sent != null && !(sent instanceof Value.Text text && text.value().equals(op.key()))) {
            throw new RejectedException(ErrorCode.VALIDATION, "mutation cols primary key must match op key");
        }
    }

    private <X extends MutationContext<C, R>> PreparedMutation<X> prepared(
            @Nullable MutationRule<C, R, X> rule, MutationOp op, X context) {
        if (rule == null) {
            String name = table + ":" + op.type().wireName();
            throw new RejectedException(ErrorCode.NO_HANDLER, "no mutation handler for '" + name + "'");
        }
        return new PreparedMutation<>(rule, context);
    }

    private <X extends MutationContext<C, R>> MutationRule<C, R, X> defined(
            Consumer<MutationRule<C, R, X>> definition, Operation operation) {
        MutationRule<C, R, X> rule = new MutationRule<>();
        definition.accept(rule);
        if (rule.execution() == null) {
            throw new IllegalStateException(
                    "The rule for " + operation.wireName() + " on " + table + " does nothing: give it execute(...).");
        }
        return rule;
    }
}
