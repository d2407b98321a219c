package dev.samovar.client.web;

import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Reads the operations of a transaction. */
final class MutationOps {
    private MutationOps() {}

    /** @param operations an array of {@link RowOperation} */
    static List<MutationOp> of(JSObject operations) {
        int count = count(operations);
        List<MutationOp> ops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            RowOperation operation = operation(operations, i);
            ops.add(new MutationOp(
                    Objects.requireNonNull(Operation.parse(operation.getType())),
                    operation.getKey(),
                    EncodedValue.of(operation.getColumns())));
        }
        return ops;
    }

    @JSBody(params = "operations", script = "return operations.length;")
    private static native int count(JSObject operations);

    @JSBody(
            params = {"operations", "index"},
            script = "return operations[index];")
    private static native RowOperation operation(JSObject operations, int index);
}
