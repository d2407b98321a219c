package dev.samovar.client.jvm;

import dev.samovar.client.Timers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Timers that fire on the client's thread. One that was cancelled is kept by nobody. */
final class JvmTimers implements Timers {
    private final Executor loop;

    JvmTimers(Executor loop) {
        this.loop = loop;
    }

    @Override
    public Timer start(int delayMillis, Runnable task) {
        Due due = new Due(task);
        CompletableFuture<Void> unused = due.future
                .completeOnTimeout(true, delayMillis, TimeUnit.MILLISECONDS)
                .thenRunAsync(due, loop);
        return due;
    }

    @Override
    public double nowMillis() {
        return System.currentTimeMillis();
    }

    /** Used on the client's thread, but for the future, which knows when it is time. */
    private static final class Due implements Timer, Runnable {
        private final CompletableFuture<Boolean> future = new CompletableFuture<>();
        private final Runnable task;
        private boolean isCancelled;

        Due(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!isCancelled) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            // It may be time already, with this thread not free before now.
            isCancelled = true;
            future.cancel(false);
        }
    }
}
