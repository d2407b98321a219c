package dev.samovar.sync;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Random histories of clients of both profiles, whose connections drop, whose rights change, and whose object sleeps,
 * dies, keeps house, is deployed anew and loses its memory. What must never happen did not, see {@link HistoryChecks}.
 *
 * <p>{@code -Dseed=n} repeats the history of a failure, {@code -Dhistories=n} runs so many, {@code -Dthreads=n} on so
 * many threads.
 */
class HistoryTest {
    private static final int HISTORIES = 5_000;
    /** The same histories every time: a change is judged by what it changes. The soak runs others. */
    private static final long FIRST_SEED = 520_898;

    private static final int THREADS = 2;
    /** How often a long run says how far it is. */
    private static final int REPORT_EVERY = 10_000;

    @Test
    void nothingOfWhatMustNeverHappenHappens() throws InterruptedException {
        Long repeated = Long.getLong("seed");
        Integer wanted = Integer.getInteger("histories");
        long first = repeated == null ? FIRST_SEED : repeated;
        long histories = wanted != null ? wanted : repeated == null ? HISTORIES : 1;
        System.out.println(histories + " histories from seed " + first);
        run(first, histories);
    }

    /** A failure ends all threads with the history they are in. */
    private static void run(long first, long histories) throws InterruptedException {
        long end = first + histories;
        int threads = Integer.getInteger("threads", THREADS);
        AtomicLong next = new AtomicLong(first);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CompletionService<Void> runs = new ExecutorCompletionService<>(executor);
        try {
            for (int i = 0; i < threads; i++) {
                runs.submit(() -> runUntil(next, first, end), null);
            }
            for (int i = 0; i < threads; i++) {
                runs.take().get();
            }
        } catch (ExecutionException failed) {
            next.set(end);
            throw new AssertionError(failed.getMessage(), failed);
        } finally {
            executor.shutdown();
            executor.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private static void runUntil(AtomicLong next, long first, long end) {
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            run(seed);
            if ((seed - first + 1) % REPORT_EVERY == 0) {
                System.out.println(seed - first + 1 + " histories");
            }
        }
    }

    private static void run(long seed) {
        try (History history = new History(seed)) {
            history.run();
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
        }
    }
}
