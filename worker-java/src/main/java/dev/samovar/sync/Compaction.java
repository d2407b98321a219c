package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;

/**
 * Thins the old part of the log: of several changes of one key it keeps the last. It goes through the log in windows of
 * a bounded number of lines, from the old end to a horizon, and remembers in the database where it is. A window that
 * has lost half of its lines is looked at again together with those that follow, so that a key that is written all the
 * time ends with one line.
 */
final class Compaction {
    private final SqlStorage sql;
    private final Metadata metadata;
    private final ChangeLog log;
    private final TrackedColumns tracked;

    Compaction(SqlStorage sql, Metadata metadata, ChangeLog log, TrackedColumns tracked) {
        this.sql = sql;
        this.metadata = metadata;
        this.log = log;
        this.tracked = tracked;
    }

    /**
     * Looks at one window.
     *
     * @param horizon lines above it are left alone
     */
    Swept step(Position horizon) {
        if (!horizon.isAfter(log.compacted())) {
            return Swept.NOTHING;
        }
        Position start = metadata.get(Metadata.COMPACTION);
        SqlCursor cursor = sql.exec(
                "SELECT MAX(seq), COUNT(*) FROM (SELECT seq FROM _sync_changes WHERE seq > ? AND seq <= ? ORDER BY seq"
                        + " LIMIT ?)",
                start.number(),
                horizon.number(),
                SyncLimits.COMPACTION_WINDOW);
        cursor.next();
        int lines = (int) cursor.getDouble(1);
        if (lines == 0) {
            return Swept.NOTHING;
        }
        Position last = Position.of(cursor.getDouble(0));
        if (!last.isAfter(log.compacted())) {
            return Swept.NOTHING;
        }
        Swept swept = thin(start, last, lines == SyncLimits.COMPACTION_WINDOW);
        if (lines - swept.removed() > SyncLimits.COMPACTION_WINDOW / 2) {
            metadata.put(Metadata.COMPACTION, last);
        }
        tracked.prune(last);
        log.compactedTo(last);
        return swept;
    }

    private Swept thin(Position start, Position last, boolean isMoreLeft) {
        sql.exec(
                "DELETE FROM _sync_changes WHERE seq > ? AND seq <= ? AND seq NOT IN (SELECT MAX(seq) FROM _sync_changes"
                        + " WHERE seq > ? AND seq <= ? GROUP BY tbl, key)",
                start.number(),
                last.number(),
                start.number(),
                last.number());
        return Swept.last(sql, isMoreLeft);
    }
}
