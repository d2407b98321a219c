package dev.samovar.sync;

import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/** Turns what a command returns into the value its caller gets. */
@FunctionalInterface
public interface ResultEncoder<T extends @Nullable Object> {
    Value encode(T result);
}
