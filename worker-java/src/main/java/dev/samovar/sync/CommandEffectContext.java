package dev.samovar.sync;

import dev.samovar.protocol.Value;

/** What follows from a call of a command. */
public final class CommandEffectContext<C> extends EffectContext<C> {
    private final Value args;
    private final Value result;

    CommandEffectContext(C user, String idempotencyKey, int attempt, Value args, Value result) {
        super(user, idempotencyKey, attempt);
        this.args = args;
        this.result = result;
    }

    /** What the client passed; {@link Value#NULL} if nothing. */
    public Value args() {
        return args;
    }

    /** What the client was answered. */
    public Value result() {
        return result;
    }
}
