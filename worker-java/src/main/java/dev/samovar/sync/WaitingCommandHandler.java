package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/**
 * A command that waits for something outside the object. It runs in no transaction, and its receipt is written after
 * it: when the object dies in between, a repeated call runs it again.
 */
@FunctionalInterface
public interface WaitingCommandHandler<C, T extends @Nullable Object> {
    /** May wait; other events change the object's data meanwhile. */
    T handle(CommandContext<C> call);
}
