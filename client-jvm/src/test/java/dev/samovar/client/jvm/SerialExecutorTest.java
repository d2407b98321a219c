package dev.samovar.client.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private static final int TASKS = 20_000;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final SerialExecutor serial = new SerialExecutor(threads);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void tasksRunOneAtATimeAndInOrderOnManyThreads() throws InterruptedException {
        // Neither volatile nor locked: only the executor makes this right.
        List<Integer> done = new ArrayList<>();
        CountDownLatch end = new CountDownLatch(1);

        for (int i = 0; i < TASKS; i++) {
            int number = i;
            serial.execute(() -> done.add(number));
        }
        serial.execute(end::countDown);

        assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(done).isEqualTo(IntStream.range(0, TASKS).boxed().toList());
    }

    @Test
    void aTaskThatThrowsIsReportedAndTheNextOneRuns() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        try (Logged logged = new Logged()) {
            serial.execute(() -> {
                throw new IllegalStateException("thrown by a test");
            });
            serial.execute(end::countDown);

            assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(logged.messages()).containsExactly("A task of the client failed.");
        }
    }

    @Test
    void whoGivesATaskToThreadsThatAreGoneIsTold() {
        threads.shutdown();

        assertThatThrownBy(() -> serial.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> serial.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
