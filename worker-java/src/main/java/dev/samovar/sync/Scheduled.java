package dev.samovar.sync;

/**
 * Something that is to happen at a time, although the object may sleep until then. What is due must be known from the
 * database, because nothing else outlives the object.
 */
interface Scheduled {
    /**
     * When {@link #run} is to be called next, in milliseconds since 1970, or {@link Scheduler#NEVER}. Never later than
     * the truth. Asked often, so it should not read the database.
     */
    long dueMillis();

    /** Whether {@link #run} is to be called although the alarm may have rung for something else. */
    default boolean isDue(long nowMillis) {
        return dueMillis() <= nowMillis;
    }

    /**
     * Does what is due; afterwards {@link #dueMillis} lies ahead. Must not wait: what may wait is started with
     * {@code waitUntil}, so that it keeps nothing else from its time.
     */
    void run(long nowMillis);
}
