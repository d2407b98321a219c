package dev.samovar.testkit;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs coroutines one at a time, in the order they became ready, as JavaScript's event loop does.
 *
 * <pre>
 *   test thread --settle()--> resume first ready coroutine --(it ends or waits)--> end its owner's turn --> next ... --> return
 * </pre>
 *
 * Exactly one thread runs at any time: the test's, or that of one coroutine. The baton is passed through the semaphores
 * of {@link EventThread}, which also make one thread's writes visible to the next.
 */
final class EventLoop {
    /** What a coroutine works for. */
    interface Owner {
        /** A coroutine of this owner has ended or waits, and the test's thread runs. */
        void endTurn();
    }

    /** Enough for every honest test, and soon reached by two events that wake each other for ever. */
    private static final int MAX_RESUMES = 1_000_000;

    /** Under a debugger an event may rest at a breakpoint as long as it takes to read. */
    private static final long STUCK_AFTER_SECONDS = isDebugged() ? TimeUnit.DAYS.toSeconds(1) : 60;

    private final Deque<Coroutine> ready = new ArrayDeque<>();
    private final Deque<EventThread> idleThreads = new ArrayDeque<>();
    private final List<Coroutine> waiting = new ArrayList<>();
    private boolean isSettling;
    private boolean isClosed;

    /** Makes a coroutine that starts when those that are ready already have run. */
    Coroutine submit(Runnable body) {
        Coroutine coroutine = new Coroutine(this, body);
        ready.addLast(coroutine);
        return coroutine;
    }

    /** Lets a coroutine that waits go on, when those that are ready already have run. */
    void makeReady(Coroutine coroutine) {
        if (waiting.remove(coroutine)) {
            ready.addLast(coroutine);
        }
    }

    /**
     * Starts a coroutine inside the one that runs now: returns when the new one has ended or waits. Its owner is that
     * of the one that runs now, and it belongs to the same turn.
     */
    void startNow(Runnable body) {
        Coroutine parent = Coroutine.require("start a task");
        Coroutine child = new Coroutine(this, body);
        child.owner(parent.owner());
        resume(child);
    }

    /** Runs until every coroutine has ended or waits. Does nothing in a coroutine, which the loop runs anyway. */
    void settle() {
        if (isSettling || Coroutine.current() != null) {
            return;
        }
        if (isClosed) {
            throw new IllegalStateException("The runtime is closed. Use it inside its try block.");
        }
        isSettling = true;
        try {
            runReady();
        } finally {
            isSettling = false;
        }
    }

    private void runReady() {
        int resumes = 0;
        for (Coroutine next = ready.pollFirst(); next != null; next = ready.pollFirst()) {
            if (++resumes > MAX_RESUMES) {
                throw new IllegalStateException("The events do not come to rest after " + MAX_RESUMES
                        + " steps. Two of them probably wake each other for ever.");
            }
            resume(next);
            EventLoop.Owner owner = next.owner();
            if (owner != null) {
                owner.endTurn();
            }
        }
    }

    private void resume(Coroutine coroutine) {
        EventThread thread = coroutine.thread();
        if (thread == null) {
            thread = idleThreads.isEmpty() ? new EventThread(this) : idleThreads.pop();
            coroutine.thread(thread);
        }
        thread.passBaton(coroutine);
        if (!thread.awaitBaton(STUCK_AFTER_SECONDS, TimeUnit.SECONDS)) {
            IllegalStateException stuck = new IllegalStateException(
                    "An event has been running for " + STUCK_AFTER_SECONDS + " s. The cause shows where it is.");
            Throwable where = new Throwable("the event's thread");
            where.setStackTrace(thread.getStackTrace());
            stuck.initCause(where);
            throw stuck;
        }
        Throwable escaped = coroutine.escaped();
        if (escaped != null) {
            throw new IllegalStateException("The testkit let an error escape from an event. This is its bug.", escaped);
        }
    }

    private static boolean isDebugged() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-agentlib:jdwp"));
    }

    /** Called by a coroutine that is about to wait. */
    void addWaiting(Coroutine coroutine) {
        waiting.add(coroutine);
    }

    /** Makes every coroutine of the owner unwind at the point where it waits, except the one that runs. */
    void killAll(Owner owner, String reason) {
        Coroutine running = Coroutine.current();
        List<Coroutine> victims = new ArrayList<>(waiting);
        victims.addAll(ready);
        for (Coroutine coroutine : victims) {
            if (coroutine.owner() == owner && coroutine != running) {
                coroutine.kill(reason);
            }
        }
    }

    boolean isWaiting(Owner owner) {
        return waiting.stream().anyMatch(coroutine -> coroutine.owner() == owner);
    }

    void release(EventThread thread) {
        idleThreads.push(thread);
    }

    /** Unwinds what still waits, and ends the threads. */
    void close() {
        if (isClosed) {
            return;
        }
        ready.removeIf(coroutine -> coroutine.thread() == null);
        for (Coroutine coroutine : List.copyOf(waiting)) {
            coroutine.kill("The runtime was closed.");
        }
        settle();
        isClosed = true;
        idleThreads.forEach(EventThread::end);
    }
}
