package dev.samovar.sync;

import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/** A command that clients may call. */
public final class CommandSchema<C> {
    private final SyncContract.Command contract;
    private final CommandStep<C> validation;
    private final @Nullable CommandStep<C> plain;
    private final @Nullable WaitingStep<C> waiting;
    private Authorization<? super CommandContext<C>> authorization = call -> {};
    private @Nullable Effect<? super CommandEffectContext<C>> effect;

    private CommandSchema(
            SyncContract.Command contract,
            CommandStep<C> validation,
            @Nullable CommandStep<C> plain,
            @Nullable WaitingStep<C> waiting) {
        this.contract = contract;
        this.validation = validation;
        this.plain = plain;
        this.waiting = waiting;
    }

    static <C, T extends @Nullable Object> CommandSchema<C> plain(
            ResultEncoder<? super T> encoder, CommandHandler<C, T> handler) {
        return new CommandSchema<>(
                new SyncContract.Command(null, encoder),
                CommandContext::args,
                call -> encoder.encode(handler.handle(call)),
                null);
    }

    static <C, T extends @Nullable Object> CommandSchema<C> waiting(
            ResultEncoder<? super T> encoder, WaitingCommandHandler<C, T> handler) {
        return new CommandSchema<>(
                new SyncContract.Command(null, encoder),
                CommandContext::args,
                null,
                call -> encoder.encode(handler.handle(call)));
    }

    static <C, A, T extends @Nullable Object> CommandSchema<C> plain(
            ArgsDecoder<A> args, ResultEncoder<? super T> encoder, TypedCommandHandler<C, A, T> handler) {
        return new CommandSchema<>(
                new SyncContract.Command(args, encoder),
                validation(args),
                call -> encoder.encode(handler.handle(call, ArgsReader.read(call.args(), args))),
                null);
    }

    static <C, A, T extends @Nullable Object> CommandSchema<C> waiting(
            ArgsDecoder<A> args, ResultEncoder<? super T> encoder, TypedWaitingCommandHandler<C, A, T> handler) {
        return new CommandSchema<>(
                new SyncContract.Command(args, encoder),
                validation(args),
                null,
                call -> encoder.encode(handler.handle(call, ArgsReader.read(call.args(), args))));
    }

    /** Decoded a second time for the handler: it is cheap, and keeps the type of the arguments out of this one. */
    private static <C, A> CommandStep<C> validation(ArgsDecoder<A> args) {
        return call -> {
            ArgsReader.read(call.args(), args);
            return call.args();
        };
    }

    /** Who may call it. May wait. Default: everyone the Worker let in. */
    public CommandSchema<C> authorize(Authorization<? super CommandContext<C>> authorization) {
        this.authorization = authorization;
        return this;
    }

    /** What follows from a call that was committed. See {@link Effect} for what is promised. */
    public CommandSchema<C> afterCommit(Effect<? super CommandEffectContext<C>> effect) {
        this.effect = effect;
        return this;
    }

    @Nullable
    Effect<? super CommandEffectContext<C>> effect() {
        return effect;
    }

    SyncContract.Command contract() {
        return contract;
    }

    Authorization<? super CommandContext<C>> authorization() {
        return authorization;
    }

    /** Refuses arguments that are not what the command takes. */
    void validate(CommandContext<C> call) {
        validation.run(call);
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
