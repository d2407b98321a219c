package dev.samovar.sync;

import org.jspecify.annotations.Nullable;

/** How one kind of operation on one collection is authorized and executed. */
public final class MutationRule<X> {
    private Authorization<? super X> authorization = context -> {};
    private @Nullable Execution<? super X> execution;

    MutationRule() {}

    /** Who may do it. Default: everyone the Worker let in. */
    public MutationRule<X> authorize(Authorization<? super X> authorization) {
        this.authorization = authorization;
        return this;
    }

    /** How it is done. Required. */
    public MutationRule<X> execute(Execution<? super X> execution) {
        this.execution = execution;
        return this;
    }

    Authorization<? super X> authorization() {
        return authorization;
    }

    @Nullable
    Execution<? super X> execution() {
        return execution;
    }
}
