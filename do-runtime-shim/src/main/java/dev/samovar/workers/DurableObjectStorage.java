package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/**
 * The durable part of an object.
 *
 * <p>Writes are committed before anything that was sent after them leaves the object (the output gate), so a reply
 * never precedes the write it speaks of.
 */
public interface DurableObjectStorage {
    SqlStorage sql();

    /**
     * Runs the body in one SQLite transaction: all of its writes are kept, or none if it throws. Transactions nest.
     *
     * @return what the body returns
     */
    <T extends @Nullable Object> T transactionSync(Transaction<T> body);

    /**
     * The time of the pending alarm in milliseconds since 1970, or {@code null}. Waits. Inside an alarm's run it is
     * {@code null}.
     */
    @Nullable
    Long getAlarm();

    /**
     * Sets the object's one alarm, replacing a pending one. A time in the past means at once. workerd refuses it, after
     * this has returned and in the log, if the exported class has no {@code alarm} handler.
     *
     * @throws IllegalArgumentException if the time is not above 0
     */
    void setAlarm(long timeMillis);

    void deleteAlarm();

    /** Deletes all data of the object and its alarm. Waits. */
    void deleteAll();
}
