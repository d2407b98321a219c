package dev.samovar.sync;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what a command returns into the value its caller gets. Most are made by the build, see {@link Payload}. */
@FunctionalInterface
public interface ResultEncoder<T extends @Nullable Object> {
    Value encode(T result);

    /** A list, item by item. */
    static <E> Value list(List<E> items, ResultEncoder<? super E> encoder) {
        List<Value> encoded = new ArrayList<>(items.size());
        for (E item : items) {
            encoded.add(encoder.encode(item));
        }
        return new Value.Array(encoded);
    }
}
