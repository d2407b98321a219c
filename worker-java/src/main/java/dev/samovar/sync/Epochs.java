package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import org.jspecify.annotations.Nullable;

/**
 * Tells positions of this database from those of another one that had the same name: a wiped, a copied or a rolled-back
 * one.
 *
 * <p>Each run of the object that writes begins an epoch: a random text, and a first position that is not below the
 * clock in milliseconds. So between what one run has written and what the next one writes there is a gap, as a rule:
 *
 * <pre>
 *   epoch a1f0 ...            epoch 77c2 ...          epoch 09be ...
 *   |first ...... last|  gap  |first .... last|  gap  |first ........ head|  nothing yet
 * </pre>
 *
 * A position that another life of the database gave out after it parted from this one belongs to an epoch that is not
 * here, or lies in a gap or above the head. The gap alone decides for a client that knows no epochs.
 */
final class Epochs {
    private final SqlStorage sql;
    private final ChangeLog log;
    /** The last position of the run before this one. */
    private final Position headAtStart;

    private @Nullable String current;
    private boolean hasBegun;

    Epochs(SqlStorage sql, ChangeLog log) {
        this.sql = sql;
        this.log = log;
        this.headAtStart = log.head();
        this.current = newest();
    }

    private @Nullable String newest() {
        SqlCursor cursor = sql.exec("SELECT epoch FROM _sync_epochs ORDER BY first DESC LIMIT 1");
        return cursor.next() ? cursor.getString(0) : null;
    }

    /**
     * Begins an epoch if the database has none, or if changes may have escaped the log: no client can catch up from
     * before it.
     */
    void start(boolean mayHaveMissedChanges, long nowMillis) {
        if (current == null || mayHaveMissedChanges) {
            begin(nowMillis);
            log.raiseFloor(log.head());
        }
    }

    /**
     * Begins this run's epoch, if it has none yet; afterwards it costs nothing. Required before the first transaction
     * of a run, and outside of it, since it must not be rolled back.
     */
    void begin(long nowMillis) {
        if (hasBegun) {
            return;
        }
        // The clock may be behind: then there is no gap, and the epoch's name must do.
        double first = Math.max(log.head().number() + 1, (double) nowMillis);
        sql.exec("INSERT INTO _sync_changes (seq, tbl, key, op) VALUES (?, '', '', 'delete')", first);
        current = sql.exec(
                        "INSERT INTO _sync_epochs (first, epoch, previous) VALUES (?, lower(hex(randomblob(8))), ?)"
                                + " RETURNING epoch",
                        first,
                        headAtStart.number())
                .one()
                .getString(0);
        hasBegun = true;
    }

    /**
     * Forgets this run's epoch if it was rolled back, with a transaction that the author had opened around a write.
     * Required before what such a write has changed is told.
     */
    void confirm() {
        if (hasBegun
                && !sql.exec("SELECT 1 FROM _sync_epochs WHERE epoch = ?", current)
                        .next()) {
            hasBegun = false;
            current = newest();
        }
    }

    /**
     * Begins this run's epoch if the run has written without one, past the engine. Required before a position is told.
     */
    void beginIfWritten(long nowMillis) {
        if (!hasBegun && log.head().isAfter(headAtStart)) {
            begin(nowMillis);
        }
    }

    /** The epoch of the positions that are told now. */
    String current() {
        if (current == null) {
            throw new IllegalStateException("The object has no epoch. Start it first.");
        }
        return current;
    }

    /**
     * Whether this database gave out the position; whether the log still {@linkplain ChangeLog#reaches reaches} it is
     * another question.
     *
     * @param epoch what the client was told with it, or {@code null} if it knows none
     */
    boolean knows(@Nullable String epoch, Position since) {
        SqlCursor found =
                sql.exec("SELECT epoch FROM _sync_epochs WHERE first <= ? ORDER BY first DESC LIMIT 1", since.number());
        if (!found.next() || (epoch != null && !epoch.equals(found.getString(0)))) {
            return false;
        }
        SqlCursor next =
                sql.exec("SELECT previous FROM _sync_epochs WHERE first > ? ORDER BY first LIMIT 1", since.number());
        Position last = next.next() ? Position.of(next.getDouble(0)) : log.head();
        return !since.isAfter(last);
    }

    /**
     * The last position that has at least so many positions above it that were written; zero if none of the newest
     * {@value SyncLimits#HOUSEKEEPING_STEP} runs has. An object that sleeps after ten idle seconds has no more in an
     * hour.
     */
    Position beforeNewest(int lines) {
        double left = lines;
        double last = log.head().number();
        SqlCursor cursor = sql.exec(
                "SELECT first, previous FROM _sync_epochs ORDER BY first DESC LIMIT ?", SyncLimits.HOUSEKEEPING_STEP);
        while (cursor.next()) {
            double first = cursor.getDouble(0);
            if (last - left >= first) {
                return Position.of(last - left);
            }
            left -= last - first + 1;
            last = cursor.getDouble(1);
        }
        return Position.zero();
    }

    /** Forgets the epochs that end below a position, some at a time. */
    void prune(Position floor) {
        sql.exec(
                "DELETE FROM _sync_epochs WHERE first IN (SELECT first FROM _sync_epochs WHERE first <"
                        + " (SELECT MAX(first) FROM _sync_epochs WHERE first <= ?) ORDER BY first LIMIT ?)",
                floor.number(),
                SyncLimits.HOUSEKEEPING_STEP);
    }
}
