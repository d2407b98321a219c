package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/**
 * How one kind of operation on one collection is authorized and executed. In the order of what happens:
 * {@code authorize}, then in one transaction {@code check} and {@code execute}, then the client's answer, then
 * {@code afterCommit}.
 */
public final class MutationRule<C, R, X extends MutationContext<C, R>> {
    private Authorization<? super X> authorization = context -> {};
    private Check<? super X> check = context -> {};
    private @Nullable Execution<? super X> execution;
    private @Nullable Effect<? super RowEffectContext<C, R>> effect;

    MutationRule() {}

    /** Who may do it. May wait. Default: everyone the Worker let in. */
    public MutationRule<C, R, X> authorize(Authorization<? super X> authorization) {
        this.authorization = authorization;
        return this;
    }

    /**
     * What must hold at the moment of the write, inside its transaction: for what may have changed while
     * {@code authorize} waited, and for what the operations before it in the same mutation did. Default: nothing.
     */
    public MutationRule<C, R, X> check(Check<? super X> check) {
        this.check = check;
        return this;
    }

    /** How it is done. Required. */
    public MutationRule<C, R, X> execute(Execution<? super X> execution) {
        this.execution = execution;
        return this;
    }

    /**
     * What follows from it outside the object: a mail, a push, a call of another service. See {@link Effect} for what
     * is promised.
     */
    public MutationRule<C, R, X> afterCommit(Effect<? super RowEffectContext<C, R>> effect) {
        this.effect = effect;
        return this;
    }

    Authorization<? super X> authorization() {
        return authorization;
    }

    Check<? super X> check() {
        return check;
    }

    @Nullable
    Execution<? super X> execution() {
        return execution;
    }

    @Nullable
    Effect<? super RowEffectContext<C, R>> effect() {
        return effect;
    }
}
