package dev.samovar.sync;

import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work that lies in a table with {@code name}, {@code due} and {@code attempts}, each row to be done at least once. A
 * row goes when its work has succeeded. Before each attempt the time of the next one is written down, so that work that
 * fails, or dies with the object, is tried again.
 *
 * <p>One row is never worked on twice at a time in one life of the object, and not more than {@value #MAX_RUNNING} rows
 * are.
 */
final class DueRows implements Scheduled {
    /** What is to be done for a row. */
    @FunctionalInterface
    interface Work {
        /** May wait. What it throws makes the attempt a failed one. */
        void run(String name, int attempt);
    }

    static final int MAX_RUNNING = 16;
    /** Enough rows to find some that are not running. */
    private static final int MAX_READ = 2 * MAX_RUNNING;

    /** How long after its first failure work is tried again; three times as long after each further one. */
    static final long FIRST_RETRY_MILLIS = 10_000;

    static final long LONGEST_RETRY_MILLIS = 3_600_000;
    /** When to look again at what was due while too much was running. Usually it is begun as soon as something ends. */
    private static final long LEFT_MILLIS = 30_000;

    private static final long UNKNOWN = -1;

    private final DurableObjectState ctx;
    private final Scheduler scheduler;
    private final String table;
    private final int maxAttempts;
    private final Work work;
    private final Events events;
    private final Set<String> running = new HashSet<>();
    /** Whether something due was not begun, because too much was running, or its own last run was. */
    private boolean left;

    /** Whether the alarm may be set for the sake of what has ended since. Not worth a look while writes keep coming. */
    private boolean hasRung;

    private long dueMillis = UNKNOWN;

    /** @param maxAttempts after how many the work is given up */
    DueRows(DurableObjectState ctx, Scheduler scheduler, String table, int maxAttempts, Work work, Events events) {
        this.ctx = ctx;
        this.scheduler = scheduler;
        this.table = table;
        this.maxAttempts = maxAttempts;
        this.work = work;
        this.events = events;
    }

    /** The time of the attempt that follows a failed one. */
    static long retryMillis(long nowMillis, int failedAttempt) {
        long delay = FIRST_RETRY_MILLIS;
        for (int i = 1; i < failedAttempt && delay < LONGEST_RETRY_MILLIS; i++) {
            delay *= 3;
        }
        return nowMillis + Math.min(delay, LONGEST_RETRY_MILLIS);
    }

    @Override
    public long dueMillis() {
        if (dueMillis == UNKNOWN) {
            dueMillis = firstAfter(-1);
        }
        return dueMillis;
    }

    /** A row was written that is due then. The alarm is left to the caller. */
    void added(long atMillis) {
        dueMillis = Math.min(dueMillis(), atMillis);
    }

    /** Begins the first attempt of a row that says so already. */
    void begin(String name) {
        if (running.size() < MAX_RUNNING) {
            start(name, () -> run(name, 1));
            return;
        }
        left = true;
        sql().exec("UPDATE " + table + " SET due = ?, attempts = 0 WHERE name = ?", now(), name);
    }

    @Override
    public void run(long nowMillis) {
        left = false;
        hasRung = true;
        dueMillis = UNKNOWN;
        List<Row> due = due(nowMillis);
        for (Row row : due) {
            if (running.contains(row.name) || running.size() >= MAX_RUNNING) {
                left = true;
            } else {
                attempt(row.name, row.attempts + 1, nowMillis);
            }
        }
        if (due.size() == MAX_READ && running.size() < MAX_RUNNING) {
            dueMillis = nowMillis;
        } else if (left) {
            dueMillis = Math.min(firstAfter(nowMillis), nowMillis + LEFT_MILLIS);
        }
    }

    private record Row(String name, int attempts) {}

    private List<Row> due(long nowMillis) {
        List<Row> rows = new ArrayList<>();
        SqlCursor cursor = sql().exec(
                        "SELECT name, attempts FROM " + table + " WHERE due <= ? ORDER BY due LIMIT ?",
                        nowMillis,
                        MAX_READ);
        while (cursor.next()) {
            rows.add(new Row(cursor.getString(0), (int) cursor.getDouble(1)));
        }
        return rows;
    }

    private void attempt(String name, int attempt, long nowMillis) {
        if (attempt > maxAttempts) {
            // The object died of every attempt, or during it.
            giveUp(name, attempt - 1, null);
            return;
        }
        sql().exec(
                        "UPDATE " + table + " SET attempts = ?, due = ? WHERE name = ?",
                        attempt,
                        retryMillis(nowMillis, attempt),
                        name);
        start(name, () -> {
            // The attempt must count, should the object die of it.
            scheduler.commit();
            run(name, attempt);
        });
    }

    private void start(String name, Task task) {
        running.add(name);
        ctx.waitUntil(task);
    }

    private void run(String name, int attempt) {
        try {
            work.run(name, attempt);
            remove(name, attempt);
        } catch (RuntimeException failure) {
            failed(name, attempt, failure);
        } finally {
            ended(name);
        }
    }

    /** Unless the row was written anew meanwhile, with no attempts. */
    private void remove(String name, int attempt) {
        sql().exec("DELETE FROM " + table + " WHERE name = ? AND attempts = ?", name, attempt);
    }

    private void failed(String name, int attempt, RuntimeException failure) {
        if (attempt >= maxAttempts) {
            giveUp(name, attempt, failure);
            return;
        }
        tell(name, attempt, false);
        ctx.globalScope()
                .console()
                .error("Attempt " + attempt + " of " + name + " failed. It will be tried again.", failure);
    }

    private void tell(String name, int attempt, boolean isGivenUp) {
        if (events.areHeard()) {
            events.tell(new SyncEvent.WorkFailed(name, attempt, isGivenUp));
        }
    }

    private void giveUp(String name, int attempts, @Nullable RuntimeException failure) {
        sql().exec("DELETE FROM " + table + " WHERE name = ?", name);
        tell(name, attempts, true);
        String message = name + " was given up after " + attempts + " attempts.";
        if (failure == null) {
            ctx.globalScope().console().error(message);
        } else {
            ctx.globalScope().console().error(message, failure);
        }
    }

    private void ended(String name) {
        running.remove(name);
        if (left) {
            left = false;
            dueMillis = Math.min(dueMillis(), now());
        }
        scheduler.arm();
        if (hasRung && running.isEmpty()) {
            hasRung = false;
            dueMillis = firstAfter(-1);
            scheduler.disarm();
        }
    }

    private long firstAfter(long millis) {
        SqlCursor cursor = sql().exec("SELECT MIN(due) FROM " + table + " WHERE due > ?", millis);
        cursor.next();
        return cursor.isNull(0) ? Scheduler.NEVER : cursor.getLong(0);
    }

    private SqlStorage sql() {
        return ctx.storage().sql();
    }

    private long now() {
        return ctx.globalScope().currentTimeMillis();
    }
}
