package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/** A {@link CommandHandler} whose arguments were checked and decoded. */
@FunctionalInterface
public interface TypedCommandHandler<C, A, T extends @Nullable Object> {
    /** Must not wait. What it throws rolls back its writes. */
    T handle(CommandContext<C> call, A args);
}
