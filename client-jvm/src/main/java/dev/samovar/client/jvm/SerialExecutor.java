package dev.samovar.client.jvm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in the order they came, on the threads of another executor. Each sees what those before it
 * have written. A task that throws is reported, and the next one runs.
 */
final class SerialExecutor implements Executor {
    private final Executor threads;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean isRunning;

    SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    /** @throws RejectedExecutionException if the other executor does not take any more; then the task never runs */
    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (isRunning) {
                return;
            }
            isRunning = true;
        }
        try {
            threads.execute(this::runAll);
        } catch (RejectedExecutionException rejected) {
            synchronized (tasks) {
                isRunning = false;
                tasks.clear();
            }
            throw rejected;
        }
    }

    private void runAll() {
        for (Runnable task = next(); task != null; task = next()) {
            Report.guard("A task of the client failed.", task);
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            isRunning = task != null;
            return task;
        }
    }
}
