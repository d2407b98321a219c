package dev.samovar.client.jvm;

import dev.samovar.client.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Timers of a clock that the test moves. */
final class HandTimers implements Timers {
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
    private final LongSupplier clock;

    HandTimers(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public Timer start(int delayMillis, Runnable task) {
        Due entry = new Due(clock.getAsLong() + delayMillis, task);
        due.add(entry);
        return () -> due.remove(entry);
    }

    @Override
    public double nowMillis() {
        return (double) clock.getAsLong();
    }

    /** When the next one fires; {@link Long#MAX_VALUE} if none is set. */
    long nextMillis() {
        Due next = next();
        return next == null ? Long.MAX_VALUE : next.atMillis;
    }

    /** Fires the next one, if it is time. */
    boolean fire() {
        Due next = next();
        if (next == null || next.atMillis > clock.getAsLong()) {
            return false;
        }
        due.remove(next);
        next.task.run();
        return true;
    }

    private @Nullable Due next() {
        return due.stream()
                .min(Comparator.comparingLong(entry -> entry.atMillis))
                .orElse(null);
    }
}
