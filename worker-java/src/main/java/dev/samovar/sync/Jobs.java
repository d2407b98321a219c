package dev.samovar.sync;

import dev.samovar.protocol.Value;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;

/** The jobs that an object's author has scheduled, by name. */
final class Jobs {
    private static final String TABLE = "_sync_jobs";

    private final DurableObjectState ctx;
    private final Scheduler scheduler;
    private final JobHandler handler;
    private final DueRows rows;

    Jobs(DurableObjectState ctx, Scheduler scheduler, JobHandler handler, Events events) {
        this.ctx = ctx;
        this.scheduler = scheduler;
        this.handler = handler;
        this.rows = new DueRows(ctx, scheduler, TABLE, Integer.MAX_VALUE, this::run, events);
        scheduler.add(rows);
    }

    /** Sets a job's time and payload, in place of those it may have. */
    void schedule(String name, long atMillis, Value payload) {
        EncodedValue encoded = EncodedValue.of(payload);
        long due = Math.max(0, atMillis);
        sql().exec(
                        "INSERT OR REPLACE INTO _sync_jobs (name, due, attempts, payload) VALUES (?, ?, 0, ?)",
                        name,
                        due,
                        encoded.bytes());
        rows.added(due);
        scheduler.armPerhapsInVain();
    }

    void cancel(String name) {
        sql().exec("DELETE FROM _sync_jobs WHERE name = ?", name);
    }

    private void run(String name, int attempt) {
        // With the attempt: it may have been scheduled for another time since.
        SqlCursor cursor = sql().exec("SELECT payload FROM _sync_jobs WHERE name = ? AND attempts = ?", name, attempt);
        if (cursor.next()) {
            handler.run(new Job(name, EncodedValue.decoded(cursor.getBytes(0)), attempt));
        }
    }

    private SqlStorage sql() {
        return ctx.storage().sql();
    }
}
