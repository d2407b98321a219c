package dev.samovar.sync;

import dev.samovar.workers.AlarmInvocationInfo;
import dev.samovar.workers.DurableObjectState;
import java.util.ArrayList;
import java.util.List;

/**
 * Shares the object's one alarm among all that is {@link Scheduled}. The alarm is set to the earliest time, and only
 * when that lies before the time it is set to: it may ring for nothing, never too late.
 */
final class Scheduler {
    static final long NEVER = Long.MAX_VALUE;

    /** The runtime gives an alarm up after six failed runs, so an alarm that failed is set anew before it is tried. */
    private static final long AFTER_FAILURE_MILLIS = 30_000;

    private final DurableObjectState ctx;
    private final List<Scheduled> clients = new ArrayList<>();
    /** What the alarm is set to, as far as this instance knows. */
    private long armedMillis = NEVER;

    /** So that what fails is not tried over and over. */
    private long notBeforeMillis;

    private boolean ringing;

    Scheduler(DurableObjectState ctx) {
        this.ctx = ctx;
    }

    void add(Scheduled client) {
        clients.add(client);
    }

    /**
     * Makes sure that the alarm rings in time. To be called when something has come due earlier than before, outside of
     * a transaction that may be rolled back.
     */
    void arm() {
        if (ringing) {
            return;
        }
        long earliest = earliest();
        if (earliest < armedMillis) {
            ctx.storage().setAlarm(Math.max(earliest, 1));
            armedMillis = earliest;
        }
    }

    /** Moves the alarm to a later time, or away, so that it does not wake the object for nothing. */
    void disarm() {
        if (ringing) {
            return;
        }
        long earliest = earliest();
        if (earliest <= armedMillis) {
            return;
        }
        if (earliest == NEVER) {
            ctx.storage().deleteAlarm();
        } else {
            ctx.storage().setAlarm(earliest);
        }
        armedMillis = earliest;
    }

    /**
     * The same as {@link #arm} where a transaction may be open that this class knows nothing of. A rollback takes the
     * alarm's time back with everything else, so what the alarm is set to is no longer known.
     */
    void armPerhapsInVain() {
        arm();
        armedMillis = NEVER;
    }

    /**
     * Sets the alarm if there is anything to do, once the event that woke the object has run. An alarm may be missing
     * from a database that was restored, or have been given up.
     */
    void wake() {
        if (earliest() != NEVER) {
            ctx.globalScope().setTimeout(this::arm, 0);
        }
    }

    /** The alarm has come. Waits a moment if it has failed before. */
    void ring(AlarmInvocationInfo info) {
        if (info.isRetry()) {
            ctx.storage().setAlarm(ctx.globalScope().currentTimeMillis() + AFTER_FAILURE_MILLIS);
            commit();
        }
        armedMillis = NEVER;
        long now = ctx.globalScope().currentTimeMillis();
        ringing = true;
        try {
            for (Scheduled client : clients) {
                run(client, now);
            }
        } finally {
            ringing = false;
        }
        arm();
    }

    /** Waits a moment: what was written before will not be lost, should the object die of what follows. */
    void commit() {
        ctx.storage().getAlarm();
    }

    private void run(Scheduled client, long now) {
        try {
            if (client.isDue(now)) {
                client.run(now);
            }
        } catch (RuntimeException failure) {
            ctx.globalScope().console().error("Something that was due has failed. It is tried again.", failure);
            notBeforeMillis = now + AFTER_FAILURE_MILLIS;
            ctx.storage().setAlarm(notBeforeMillis);
            armedMillis = notBeforeMillis;
        }
    }

    private long earliest() {
        long earliest = NEVER;
        for (Scheduled client : clients) {
            earliest = Math.min(earliest, client.dueMillis());
        }
        return Math.max(earliest, notBeforeMillis);
    }
}
