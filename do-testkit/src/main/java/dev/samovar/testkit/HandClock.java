package dev.samovar.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/**
 * A clock that stands still until the test moves it. Moving it fires the timers and alarms that come due, in the order
 * of their times, those of one time in the order they were set.
 */
public final class HandClock {
    /** Something that is to happen at a time. */
    static final class Entry implements Comparable<Entry> {
        private final long dueMillis;
        private final long order;
        private final Runnable action;

        private Entry(long dueMillis, long order, Runnable action) {
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
            throw new IllegalArgumentException("Cannot advance by " + duration + ": time does not run backwards here.");
        }
        advanceTo(nowMillis + duration.toMillis());
    }

    /** Moves the clock to a time in milliseconds since 1970, or not at all if it is past. */
    void advanceTo(long targetMillis) {
        if (Coroutine.current() != null) {
            throw new IllegalStateException("The clock is moved by the test, not by the code of an event.");
        }
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

    /** The timers and alarms that are set. */
    public int pending() {
        return entries.size();
    }

    Entry at(long dueMillis, Runnable action) {
        Entry entry = new Entry(dueMillis, nextOrder++, action);
        entries.add(entry);
        return entry;
    }

    void cancel(Entry entry) {
        entries.remove(entry);
    }
}
