package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/** A command that runs in one transaction with its receipt: exactly once, however often the client repeats it. */
@FunctionalInterface
public interface CommandHandler<C, T extends @Nullable Object> {
    /**
     * Must not wait. What it throws rolls back its writes. It may run once more for a repeated call, and is then rolled
     * back: it should change nothing but the database.
     */
    T handle(CommandContext<C> call);
}
