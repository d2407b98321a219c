package dev.samovar.sync;

import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of an object's writes. They nest, and what one wrote is published only after the outermost: before,
 * it may still be rolled back.
 */
final class Transactions {
    private final DurableObjectStorage storage;
    private final Publisher<?> publisher;
    private final Epochs epochs;
    private final GlobalScope globals;
    private boolean running;

    Transactions(DurableObjectStorage storage, Publisher<?> publisher, Epochs epochs, GlobalScope globals) {
        this.storage = storage;
        this.publisher = publisher;
        this.epochs = epochs;
        this.globals = globals;
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
        epochs.begin(globals.currentTimeMillis());
        running = true;
        try {
            return storage.transactionSync(body);
        } finally {
            running = false;
        }
    }
}
