package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log and the receipts from growing without bound. It runs behind ticks, a bounded step each time; when its
 * rounds began is in the database, so that a hibernating object keeps house as well.
 *
 * <p>The log has no times in it. Each round leaves a mark, position and time, and what lies below a mark of the age of
 * the retention goes: always a prefix, also when the clock was set back.
 */
final class Housekeeping {
    private final SqlStorage sql;
    private final ChangeLog log;
    private final Compaction compaction;
    private final Epochs epochs;
    private final Receipts receipts;
    private final SyncOptions options;
    private final Events events;
    private long lastRoundMillis;
    /** True at first: an earlier instance may have gone to sleep in the middle. */
    private boolean unfinished = true;

    private @Nullable Position horizon;

    Housekeeping(
            SqlStorage sql,
            ChangeLog log,
            Compaction compaction,
            Epochs epochs,
            Receipts receipts,
            SyncOptions options,
            Events events) {
        this.sql = sql;
        this.log = log;
        this.compaction = compaction;
        this.epochs = epochs;
        this.receipts = receipts;
        this.options = options;
        this.events = events;
        SqlCursor cursor = sql.exec("SELECT MAX(at) FROM _sync_marks");
        this.lastRoundMillis = cursor.next() && !cursor.isNull(0) ? cursor.getLong(0) : 0;
    }

    /**
     * Does a bounded part of what is due.
     *
     * @return whether there is more to do, with the next tick
     */
    boolean step(long nowMillis) {
        boolean due = Math.abs(nowMillis - lastRoundMillis) >= SyncLimits.HOUSEKEEPING_MILLIS;
        if (due) {
            lastRoundMillis = nowMillis;
            sql.exec(
                    "INSERT OR REPLACE INTO _sync_marks (seq, at) VALUES (?, ?)",
                    log.head().number(),
                    nowMillis);
        }
        if (due || horizon == null) {
            horizon = horizon(nowMillis);
        }
        if (due || unfinished) {
            Swept swept = receipts.prune(
                            nowMillis - options.receiptRetentionMillis(), SyncLimits.HOUSEKEEPING_STEP, due)
                    .and(pruneLog(nowMillis - options.changeRetentionMillis()));
            if (!swept.isMoreLeft()) {
                swept = swept.and(compaction.step(horizon));
            }
            unfinished = swept.isMoreLeft();
            if (events.areHeard()) {
                events.tell(new SyncEvent.HousekeepingStep(swept.removed(), unfinished));
            }
        }
        return unfinished;
    }

    /** Compaction leaves alone what is younger than its time, unless that is too much. */
    private Position horizon(long nowMillis) {
        Position old = newestMarkBefore(nowMillis - SyncLimits.COMPACTION_AGE_MILLIS);
        Position tooMany = epochs.beforeNewest(SyncLimits.COMPACTION_LINES);
        return tooMany.isAfter(old) ? tooMany : old;
    }

    private Swept pruneLog(long beforeMillis) {
        Position last = newestMarkBefore(beforeMillis);
        if (last.equals(Position.zero())) {
            return Swept.NOTHING;
        }
        Swept swept = log.prune(last, SyncLimits.HOUSEKEEPING_STEP);
        if (!swept.isMoreLeft()) {
            sql.exec("DELETE FROM _sync_marks WHERE seq < ?", last.number());
            epochs.prune(log.floor());
        }
        return swept;
    }

    private Position newestMarkBefore(long millis) {
        SqlCursor cursor = sql.exec("SELECT MAX(seq) FROM _sync_marks WHERE at < ?", millis)
                .one();
        return cursor.isNull(0) ? Position.zero() : Position.of(cursor.getDouble(0));
    }
}
