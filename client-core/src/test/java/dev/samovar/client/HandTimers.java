package dev.samovar.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that a test moves by hand. */
final class HandTimers implements Timers {
    private static final int MAX_STEPS = 10_000;

    /** Not a record: two timers for the same moment are not the same timer. */
    private static final class Due {
        final long atMillis;
        final Runnable task;

        Due(long atMillis, Runnable task) {
            this.atMillis = atMillis;
            this.task = task;
        }
    }

    private final List<Due> due = new ArrayList<>();
    private long nowMillis;

    HandTimers() {
        this(0);
    }

    HandTimers(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    @Override
    public Timer start(int delayMillis, Runnable task) {
        Due entry = new Due(nowMillis + delayMillis, task);
        due.add(entry);
        return () -> due.remove(entry);
    }

    @Override
    public double nowMillis() {
        return (double) nowMillis;
    }

    void advance(int millis) {
        long end = nowMillis + millis;
        for (int step = 0; step < MAX_STEPS; step++) {
            Due next = due.stream()
                    .filter(entry -> entry.atMillis <= end)
                    .min(Comparator.comparingLong(entry -> entry.atMillis))
                    .orElse(null);
            if (next == null) {
                nowMillis = end;
                return;
            }
            due.remove(next);
            nowMillis = next.atMillis;
            next.task.run();
        }
        throw new AssertionError("Timers start each other without end.");
    }

    int running() {
        return due.size();
    }
}
