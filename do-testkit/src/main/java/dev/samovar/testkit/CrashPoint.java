package dev.samovar.testkit;

/**
 * Where an object is to die. Counted from the call of {@link DurableObjectHost#crash}, over all events.
 *
 * <p>The statements of one event, up to its end or its first wait, are one commit, whatever {@code transactionSync}
 * they run in. So "before a statement" and "before the commit" lose all of them, and "after the commit" keeps all of
 * them but loses what was to be sent.
 */
public final class CrashPoint {
    enum Moment {
        STATEMENT,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private final Moment moment;
    private final int count;

    private CrashPoint(Moment moment, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Cannot crash at number " + count + ": they are counted from 1.");
        }
        this.moment = moment;
        this.count = count;
    }

    /** Before the n-th statement from now, reading ones included, counted from 1. */
    public static CrashPoint beforeStatement(int n) {
        return new CrashPoint(Moment.STATEMENT, n);
    }

    /** Before the n-th commit from now, when all its statements have run. */
    public static CrashPoint beforeCommit(int n) {
        return new CrashPoint(Moment.BEFORE_COMMIT, n);
    }

    /** After the n-th commit from now, and before anything that waited for it was sent. */
    public static CrashPoint afterCommit(int n) {
        return new CrashPoint(Moment.AFTER_COMMIT, n);
    }

    Moment moment() {
        return moment;
    }

    int count() {
        return count;
    }

    @Override
    public String toString() {
        return switch (moment) {
            case STATEMENT -> "before statement " + count;
            case BEFORE_COMMIT -> "before commit " + count;
            case AFTER_COMMIT -> "after commit " + count;
        };
    }
}
