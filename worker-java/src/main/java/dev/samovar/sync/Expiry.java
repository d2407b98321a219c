package dev.samovar.sync;

import dev.samovar.gateway.VerifiedClaims;
import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * Ends connections whose credentials have expired, also while the object sleeps. Times are rounded up, so that the
 * alarms of many connections are few.
 */
final class Expiry<C> implements Scheduled {
    static final int ROUND_MILLIS = 10_000;
    /** Of the close frame. */
    static final String REASON = "expired";

    private static final double SECOND = 1_000;

    private final Scheduler scheduler;
    private final Sessions<C> sessions;
    private final Consumer<Session<C>> end;
    private long dueMillis = Scheduler.NEVER;

    Expiry(Scheduler scheduler, Sessions<C> sessions, Consumer<Session<C>> end) {
        this.scheduler = scheduler;
        this.sessions = sessions;
        this.end = end;
        scheduler.add(this);
    }

    /** When claims expire, in milliseconds since 1970; infinity for never. */
    static double millis(VerifiedClaims claims) {
        return claims.all().get("exp") instanceof Double seconds ? seconds * SECOND : Double.POSITIVE_INFINITY;
    }

    /** A client has connected. */
    void added(Session<C> session) {
        dueMillis = Math.min(dueMillis, rounded(session));
        scheduler.arm();
    }

    /** Finds the first time anew; the alarm is left to {@link Scheduler#wake}. */
    void restore() {
        dueMillis = Scheduler.NEVER;
        for (Session<C> session : sessions.all()) {
            dueMillis = Math.min(dueMillis, rounded(session));
        }
    }

    @Override
    public long dueMillis() {
        return dueMillis;
    }

    @Override
    public void run(long nowMillis) {
        for (Session<C> session : new ArrayList<>(sessions.all())) {
            if (session.isExpiredAt((double) nowMillis)) {
                end.accept(session);
            }
        }
        restore();
    }

    private static long rounded(Session<?> session) {
        double rounded = Math.ceil(session.expiresMillis() / ROUND_MILLIS) * ROUND_MILLIS;
        return rounded < (double) Scheduler.NEVER ? (long) rounded : Scheduler.NEVER;
    }
}
