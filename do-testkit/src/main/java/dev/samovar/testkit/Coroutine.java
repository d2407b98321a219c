package dev.samovar.testkit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Code that may wait: one event, or a task that an event has started. Runs on an {@link EventThread}. */
final class Coroutine {
    private final EventLoop loop;
    private final Runnable body;
    private @Nullable EventThread thread;
    private EventLoop.@Nullable Owner owner;
    private @Nullable String mustNotWait;
    private @Nullable ObjectGone killed;
    private @Nullable Throwable escaped;

    Coroutine(EventLoop loop, Runnable body) {
        this.loop = loop;
        this.body = body;
    }

    /** The coroutine that runs on this thread; {@code null} on the test's own. */
    static @Nullable Coroutine current() {
        return Thread.currentThread() instanceof EventThread thread ? thread.coroutine() : null;
    }

    static Coroutine require(String what) {
        Coroutine current = current();
        if (current == null) {
            throw new IllegalStateException("Cannot " + what
                    + " on the test's own thread: only the code of an event can. Use DurableObjectHost.run(...), or"
                    + " call the object from a handler.");
        }
        return current;
    }

    /**
     * Checks that the running code may wait.
     *
     * @throws IllegalStateException inside a transaction or a timer's callback, or outside of an event
     */
    static Coroutine requireMayWait() {
        Coroutine current = require("wait");
        if (current.mustNotWait != null) {
            throw new IllegalStateException("Cannot wait " + current.mustNotWait);
        }
        current.throwIfKilled();
        return current;
    }

    /**
     * Lets every coroutine run that is ready, as any answer from outside does that takes its time. Does nothing on the
     * test's own thread.
     */
    static void yieldToOthers() {
        if (current() == null) {
            return;
        }
        Coroutine current = requireMayWait();
        current.park(() -> current.loop.makeReady(current));
    }

    /** Waits until somebody calls {@link EventLoop#makeReady}. */
    void park() {
        park(() -> {});
    }

    private void park(Runnable whenWaiting) {
        loop.addWaiting(this);
        whenWaiting.run();
        if (thread != null) {
            thread.park();
        }
        throwIfKilled();
    }

    /**
     * Runs code that must not wait.
     *
     * @param where ends the sentence "Cannot wait ...", and names the mend
     */
    <T extends @Nullable Object> T withoutWaiting(String where, Supplier<T> code) {
        String before = mustNotWait;
        mustNotWait = where;
        try {
            return code.get();
        } finally {
            mustNotWait = before;
        }
    }

    /** As {@link #withoutWaiting}, for code that returns nothing. */
    void mustNotWait(String where, Runnable code) {
        withoutWaiting(where, () -> {
            code.run();
            return true;
        });
    }

    /** Makes whatever it waits for fail, so that its thread unwinds. */
    void kill(String reason) {
        killed = new ObjectGone(reason, null);
        loop.makeReady(this);
    }

    private void throwIfKilled() {
        if (killed != null) {
            throw new ObjectGone(killed);
        }
    }

    /** Called by the thread. Bodies handle what they throw; only the unwinding of a dropped object comes through. */
    void run() {
        try {
            body.run();
        } catch (ObjectGone dropped) {
            // The object this code belonged to is no more, and whoever dropped it has told those who waited for it.
        } catch (Throwable unexpected) {
            // The thread must give the baton back whatever happens; the loop throws it on the test's thread.
            escaped = unexpected;
        }
    }

    @Nullable
    Throwable escaped() {
        return escaped;
    }

    EventLoop loop() {
        return loop;
    }

    @Nullable
    EventThread thread() {
        return thread;
    }

    void thread(EventThread thread) {
        this.thread = thread;
    }

    EventLoop.@Nullable Owner owner() {
        return owner;
    }

    void owner(EventLoop.@Nullable Owner owner) {
        this.owner = owner;
    }
}
