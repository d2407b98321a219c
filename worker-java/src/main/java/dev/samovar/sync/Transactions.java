package dev.samovar.sync;

import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of an object's writes. They nest, and what one wrote is published only after the outermost: before,
 * it may still be rolled back.
 */
final class Transactions {
    private final DurableObjectStorage storage;
    private final Publisher<?> publisher;
    private boolean running;

    Transactions(DurableObjectStorage storage, Publisher<?> publisher) {
        this.storage = storage;
        this.publisher = publisher;
    }

    /** Runs a body in one transaction, or as a part of the one that is running, and publishes what it changed. */
    <T extends @Nullable Object> T runAndPublish(Transaction<T> body) {
        if (running) {
            return storage.transactionSync(body);
        }
        T result = run(body);
        publisher.publishNew();
        return result;
    }

    /** Runs a body in one transaction. Publishing is left to the caller. */
    <T extends @Nullable Object> T run(Transaction<T> body) {
        running = true;
        try {
            return storage.transactionSync(body);
        } finally {
            running = false;
        }
    }
}
