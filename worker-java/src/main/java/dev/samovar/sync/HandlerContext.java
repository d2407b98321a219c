package dev.samovar.sync;

import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.SqlStorage;

/** What every handler of a write may ask for. */
public abstract sealed class HandlerContext<C> permits MutationContext, CommandContext {
    private final C user;
    private final DurableObjectStorage storage;

    HandlerContext(C user, DurableObjectStorage storage) {
        this.user = user;
        this.storage = storage;
    }

    /** Who writes, as the Worker verified it when the socket was opened. */
    public final C user() {
        return user;
    }

    /** The object's database. Whatever is written through it is captured and reaches the clients. */
    public final SqlStorage sql() {
        return storage.sql();
    }

    /**
     * Refuses the write unless the condition holds.
     *
     * @throws RejectedException with {@code FORBIDDEN} and the message
     */
    public final void require(boolean condition, String message) {
        if (!condition) {
            throw new RejectedException(message);
        }
    }
}
