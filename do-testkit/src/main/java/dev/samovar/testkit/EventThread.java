package dev.samovar.testkit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A thread that runs coroutines of one loop, one after the other, and only while it holds the baton. */
final class EventThread extends Thread {
    private final EventLoop loop;
    private final Semaphore toThread = new Semaphore(0);
    private final Semaphore toCaller = new Semaphore(0);
    private @Nullable Coroutine coroutine;

    EventThread(EventLoop loop) {
        super("durable-object-event");
        this.loop = loop;
        setDaemon(true);
        start();
    }

    @Nullable
    Coroutine coroutine() {
        return coroutine;
    }

    /** Lets this thread run; called by the thread that holds the baton. */
    void passBaton(Coroutine next) {
        coroutine = next;
        toThread.release();
    }

    /** Waits until this thread has given the baton back. */
    boolean awaitBaton(long timeout, TimeUnit unit) {
        try {
            return toCaller.tryAcquire(timeout, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The test's thread was interrupted while an event ran.", e);
        }
    }

    /** Called on this thread: gives the baton back and waits to get it again. */
    void park() {
        toCaller.release();
        toThread.acquireUninterruptibly();
    }

    void end() {
        coroutine = null;
        toThread.release();
    }

    @Override
    public void run() {
        toThread.acquireUninterruptibly();
        for (Coroutine next = coroutine; next != null; next = coroutine) {
            next.run();
            loop.release(this);
            park();
        }
    }
}
