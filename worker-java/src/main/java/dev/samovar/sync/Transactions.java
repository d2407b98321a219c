package dev.samovar.sync;

import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.Timeout;
import dev.samovar.workers.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of an object's writes. They nest, and what one wrote is published only after the outermost: before,
 * it may still be rolled back.
 *
 * <p>The outermost may be one that this class knows nothing of, because the author opened it. No transaction outlives
 * the turn of the event loop that opened it, so what the author's own code wrote is published in a turn of its own, or
 * before the next frame is answered.
 */
final class Transactions {
    private final DurableObjectState ctx;
    private final Publisher<?> publisher;
    private final Epochs epochs;
    private final Heartbeat heartbeat;
    private boolean running;
    private @Nullable Timeout pending;

    Transactions(DurableObjectState ctx, Publisher<?> publisher, Epochs epochs, Heartbeat heartbeat) {
        this.ctx = ctx;
        this.publisher = publisher;
        this.epochs = epochs;
        this.heartbeat = heartbeat;
    }

    /** Runs a body in one transaction, or as a part of the one that is running; what it changed is published after. */
    <T extends @Nullable Object> T runAndPublish(Transaction<T> body) {
        if (running) {
            return ctx.storage().transactionSync(body);
        }
        T result = run(body);
        publishLater();
        return result;
    }

    /** In a turn of its own, when whatever transaction may be open now is over. */
    void publishLater() {
        if (pending == null) {
            pending = ctx.globalScope().setTimeout(this::publishPending, 0);
            heartbeat.expectPerhapsInVain();
        }
    }

    /** Runs a body in one transaction. Publishing is left to the caller. */
    <T extends @Nullable Object> T run(Transaction<T> body) {
        epochs.begin(ctx.globalScope().currentTimeMillis());
        running = true;
        try {
            return ctx.storage().transactionSync(body);
        } finally {
            running = false;
        }
    }

    /** Nothing is left to be published. */
    void stop() {
        if (pending != null) {
            pending.clear();
            pending = null;
        }
    }

    /** Publishes what {@link #runAndPublish} left, at the begin of a turn. */
    void publishPending() {
        if (pending != null) {
            stop();
            epochs.confirm();
            publisher.publishNew();
            publisher.spread();
        }
    }
}
