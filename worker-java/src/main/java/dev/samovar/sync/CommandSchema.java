package dev.samovar.sync;

import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/** A command that clients may call. */
public final class CommandSchema<C> {
    private final @Nullable CommandStep<C> plain;
    private final @Nullable WaitingStep<C> waiting;
    private Authorization<? super CommandContext<C>> authorization = call -> {};

    private CommandSchema(@Nullable CommandStep<C> plain, @Nullable WaitingStep<C> waiting) {
        this.plain = plain;
        this.waiting = waiting;
    }

    static <C, T extends @Nullable Object> CommandSchema<C> plain(
            ResultEncoder<? super T> encoder, CommandHandler<C, T> handler) {
        return new CommandSchema<>(call -> encoder.encode(handler.handle(call)), null);
    }

    static <C, T extends @Nullable Object> CommandSchema<C> waiting(
            ResultEncoder<? super T> encoder, WaitingCommandHandler<C, T> handler) {
        return new CommandSchema<>(null, call -> encoder.encode(handler.handle(call)));
    }

    /** Who may call it. May wait. Default: everyone the Worker let in. */
    public CommandSchema<C> authorize(Authorization<? super CommandContext<C>> authorization) {
        this.authorization = authorization;
        return this;
    }

    Authorization<? super CommandContext<C>> authorization() {
        return authorization;
    }

    /** What runs inside the transaction, or {@code null} for a waiting command. */
    @Nullable
    CommandStep<C> plain() {
        return plain;
    }

    /** What runs outside a transaction, or {@code null} for a plain command. */
    @Nullable
    WaitingStep<C> waiting() {
        return waiting;
    }

    /** Two types rather than one: a step that waits would make every call through its interface a coroutine. */
    @FunctionalInterface
    interface CommandStep<C> {
        Value run(CommandContext<C> call);
    }

    @FunctionalInterface
    interface WaitingStep<C> {
        Value run(CommandContext<C> call);
    }
}
