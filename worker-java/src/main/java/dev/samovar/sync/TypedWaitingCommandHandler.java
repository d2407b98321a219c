package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/** A {@link WaitingCommandHandler} whose arguments were checked and decoded. */
@FunctionalInterface
public interface TypedWaitingCommandHandler<C, A, T extends @Nullable Object> {
    /** May wait; other events change the object's data meanwhile. */
    T handle(CommandContext<C> call, A args);
}
