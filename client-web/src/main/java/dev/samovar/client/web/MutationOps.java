package dev.samovar.client.web;

import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Reads the mutations of a transaction: an insert's whole row, an update's changed columns, nothing of a delete. */
final class MutationOps {
    private MutationOps() {}

    /** @throws UnsupportedValueException if a column holds what the wire cannot carry */
    static List<MutationOp> of(Transaction transaction) {
        JSObject mutations = transaction.getMutations();
        int count = count(mutations);
        List<MutationOp> ops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ops.add(of(mutation(mutations, i)));
        }
        return ops;
    }

    private static MutationOp of(Transaction.Mutation mutation) {
        String type = mutation.getType();
        if (type.equals(Operation.INSERT.wireName())) {
            return op(Operation.INSERT, mutation, ValueFromJs.row(mutation.getModified()));
        }
        if (type.equals(Operation.UPDATE.wireName())) {
            return op(Operation.UPDATE, mutation, ValueFromJs.row(mutation.getChanges()));
        }
        return op(Operation.DELETE, mutation, null);
    }

    private static MutationOp op(Operation type, Transaction.Mutation mutation, Value.@Nullable Map columns) {
        return new MutationOp(type, text(mutation.getKey()), columns);
    }

    @JSBody(params = "mutations", script = "return mutations.length;")
    private static native int count(JSObject mutations);

    @JSBody(
            params = {"mutations", "index"},
            script = "return mutations[index];")
    private static native Transaction.Mutation mutation(JSObject mutations, int index);

    @JSBody(params = "key", script = "return String(key);")
    private static native String text(JSObject key);
}
