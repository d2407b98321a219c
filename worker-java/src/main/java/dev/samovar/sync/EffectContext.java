package dev.samovar.sync;

/** What every effect of a write may ask for. */
public abstract sealed class EffectContext<C> permits RowEffectContext, CommandEffectContext {
    private final C user;
    private final String idempotencyKey;
    private final int attempt;

    EffectContext(C user, String idempotencyKey, int attempt) {
        this.user = user;
        this.idempotencyKey = idempotencyKey;
        this.attempt = attempt;
    }

    /** Who wrote, read from the claims of then. */
    public final C user() {
        return user;
    }

    /**
     * Names this effect of this write in all attempts, and no other: who wrote, under which transaction id, which
     * operation of it, in printable ASCII but for a command whose name has other characters.
     */
    public final String idempotencyKey() {
        return idempotencyKey;
    }

    /** 1, and one more for each attempt before that failed or did not end, or that the object died before. */
    public final int attempt() {
        return attempt;
    }
}
