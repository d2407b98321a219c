package dev.samovar.sync;

import dev.samovar.workers.GlobalScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Sees to it that work in memory goes on after a death, although no frame wakes the object: while there is such work an
 * alarm is set, at most {@link SyncLimits#HEARTBEAT_MILLIS} ahead and at most once in that time. An object that has
 * nothing to do is not woken again.
 */
final class Heartbeat implements Scheduled {
    private final Scheduler scheduler;
    private final GlobalScope globals;
    private final List<BooleanSupplier> works = new ArrayList<>();
    private long dueMillis = Scheduler.NEVER;
    /** Whether the alarm may have been taken back with a transaction. */
    private boolean unsure;
    /** The life before this one may have died in the middle of something: the first alarm is for that too. */
    private boolean hasBeaten;

    Heartbeat(Scheduler scheduler, GlobalScope globals) {
        this.scheduler = scheduler;
        this.globals = globals;
        scheduler.add(this);
    }

    /** Adds work that goes on with each beat. It tells whether more is left. */
    void carry(BooleanSupplier work) {
        works.add(work);
    }

    /** Something waits in memory for a later turn. Outside of a transaction. */
    void expect() {
        if (isSet() && !unsure) {
            return;
        }
        set();
        unsure = false;
        scheduler.arm();
    }

    /** The same where a transaction may be open that is rolled back. */
    void expectPerhapsInVain() {
        if (isSet() && !unsure) {
            return;
        }
        set();
        unsure = true;
        scheduler.armPerhapsInVain();
    }

    @Override
    public long dueMillis() {
        return dueMillis;
    }

    @Override
    public boolean isDue(long nowMillis) {
        return dueMillis <= nowMillis || !hasBeaten;
    }

    @Override
    public void run(long nowMillis) {
        hasBeaten = true;
        unsure = false;
        boolean isMoreLeft = false;
        for (BooleanSupplier work : works) {
            isMoreLeft |= work.getAsBoolean();
        }
        dueMillis = isMoreLeft ? nowMillis + SyncLimits.HEARTBEAT_MILLIS : Scheduler.NEVER;
    }

    private void set() {
        if (!isSet()) {
            dueMillis = globals.currentTimeMillis() + SyncLimits.HEARTBEAT_MILLIS;
        }
    }

    /** Not if it is past, nor if the clock was set back. */
    private boolean isSet() {
        if (dueMillis == Scheduler.NEVER) {
            return false;
        }
        long ahead = dueMillis - globals.currentTimeMillis();
        return ahead > 0 && ahead <= SyncLimits.HEARTBEAT_MILLIS;
    }
}
