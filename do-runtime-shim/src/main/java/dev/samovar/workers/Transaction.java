package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@link DurableObjectStorage#transactionSync}. It must not wait: a suspended body could not be rolled
 * back.
 */
@FunctionalInterface
public interface Transaction<T extends @Nullable Object> {
    T run();
}
