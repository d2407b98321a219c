package dev.samovar.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A clock that stands still until the test moves it. Moving it fires the timers and alarms that come due, in the order
 * of their times, those of one time in the order they were set.
 */
public final class HandClock {
    /** Something that is to happen at a time. */
    static final class Entry implements Comparable<Entry> {
        private final boolean isDelay;
        private final long order;
        private final Runnable action;
        private long dueMillis;

        private Entry(boolean isDelay, long dueMillis, long order, Runnable action) {
            this.isDelay = isDelay;
            this.dueMillis = dueMillis;
            this.order = order;
            this.action = action;
        }

        long dueMillis() {
            return dueMillis;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(dueMillis, other.dueMillis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** A timer that sets itself again at once would otherwise never let the clock move. */
    private static final int MAX_FIRINGS = 1_000_000;

    private final EventLoop loop;
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long nowMillis;
    private long nextOrder;

    HandClock(EventLoop loop, Instant start) {
        this.loop = loop;
        this.nowMillis = start.toEpochMilli();
    }

    public Instant now() {
        return Instant.ofEpochMilli(nowMillis);
    }

    /** Milliseconds since 1970. */
    public long millis() {
        return nowMillis;
    }

    /** Moves the clock, and fires what comes due, what lies in the past already included. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Cannot advance by " + duration + ": that is stepBack(...).");
        }
        advanceTo(nowMillis + duration.toMillis());
    }

    /** Moves the clock to a time in milliseconds since 1970, or not at all if it is past. */
    void advanceTo(long targetMillis) {
        requireTest();
        loop.settle();
        int firings = 0;
        for (Entry next = entries.peek(); next != null && next.dueMillis <= targetMillis; next = entries.peek()) {
            if (++firings > MAX_FIRINGS) {
                throw new IllegalStateException(MAX_FIRINGS + " timers fired at " + now()
                        + ". One of them probably sets itself again at once.");
            }
            entries.remove(next);
            nowMillis = Math.max(nowMillis, next.dueMillis);
            next.action.run();
            loop.settle();
        }
        nowMillis = Math.max(nowMillis, targetMillis);
    }

    /**
     * Sets the clock back, as happens to an object that moves to a machine whose clock is behind. Nothing fires: timers
     * have as long to wait as before, alarms wait for their time again.
     */
    public void stepBack(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Cannot step back by " + duration + ": that is advance(...).");
        }
        requireTest();
        loop.settle();
        long millis = duration.toMillis();
        nowMillis -= millis;
        List<Entry> all = List.copyOf(entries);
        entries.clear();
        for (Entry entry : all) {
            entry.dueMillis -= entry.isDelay ? millis : 0;
            entries.add(entry);
        }
    }

    /** The timers and alarms that are set. */
    public int pending() {
        return entries.size();
    }

    private static void requireTest() {
        if (Coroutine.current() != null) {
            throw new IllegalStateException("The clock is moved by the test, not by the code of an event.");
        }
    }

    /** Waits for a time. */
    Entry at(long dueMillis, Runnable action) {
        return add(new Entry(false, dueMillis, nextOrder++, action));
    }

    /** Waits for so long, whatever the clock shows then. */
    Entry after(long delayMillis, Runnable action) {
        return add(new Entry(true, nowMillis + delayMillis, nextOrder++, action));
    }

    private Entry add(Entry entry) {
        entries.add(entry);
        return entry;
    }

    void cancel(Entry entry) {
        entries.remove(entry);
    }
}
