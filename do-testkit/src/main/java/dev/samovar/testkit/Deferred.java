package dev.samovar.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that comes later. Code of an event waits for it with {@link #await}; the test completes it and so decides
 * when that event goes on.
 *
 * <pre>{@code
 * var answer = new Deferred<Boolean>();          // a handler calls answer.await()
 * socket.send("...");                            // returns: the event waits
 * otherSocket.send("...");                       // runs meanwhile
 * answer.complete(true);                         // the first event goes on; returns when it has ended or waits again
 * }</pre>
 */
public final class Deferred<T> {
    private final List<Coroutine> waiters = new ArrayList<>();
    private @Nullable T value;
    private @Nullable Throwable error;

    /**
     * Waits for the value, in the code of an event. Other events run meanwhile.
     *
     * @return the value
     * @throws IllegalStateException inside {@code transactionSync} or a timer's callback, and on the test's own thread
     */
    public T await() {
        Coroutine current = Coroutine.requireMayWait();
        while (!isDone()) {
            waiters.add(current);
            try {
                current.park();
            } finally {
                waiters.remove(current);
            }
        }
        return outcome();
    }

    /** Completes it; returns when the code that waited has ended or waits again. */
    public void complete(T value) {
        requireOpen();
        this.value = Objects.requireNonNull(value);
        release();
    }

    /** Makes {@link #await} and {@link #get} throw the error. */
    public void fail(Throwable error) {
        requireOpen();
        this.error = Objects.requireNonNull(error);
        release();
    }

    public boolean isDone() {
        return value != null || error != null;
    }

    /** Whether code of an event waits for it now. */
    public boolean isAwaited() {
        return !waiters.isEmpty();
    }

    /**
     * The value, for the test.
     *
     * @throws IllegalStateException if it has not come
     */
    public T get() {
        if (!isDone()) {
            throw new IllegalStateException("The value has not come: the event that makes it still waits. Complete what"
                    + " it waits for first.");
        }
        return outcome();
    }

    private T outcome() {
        if (error != null) {
            // Not wrapped, so that a handler can catch what the test gave.
            throw Deferred.<RuntimeException>unchecked(error);
        }
        return Objects.requireNonNull(value);
    }

    private void requireOpen() {
        if (isDone()) {
            throw new IllegalStateException("It is complete already. Make a new Deferred for each value.");
        }
    }

    private void release() {
        List<Coroutine> released = List.copyOf(waiters);
        released.forEach(coroutine -> coroutine.loop().makeReady(coroutine));
        released.forEach(coroutine -> coroutine.loop().settle());
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException unchecked(Throwable error) throws E {
        throw (E) error;
    }
}
