package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/** A command that runs in one transaction with its receipt: exactly once, however often the client repeats it. */
@FunctionalInterface
public interface CommandHandler<C, T extends @Nullable Object> {
    /** Must not wait. What it throws rolls back its writes. */
    T handle(CommandContext<C> call);
}
