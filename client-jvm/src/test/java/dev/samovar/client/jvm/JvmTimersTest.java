package dev.samovar.client.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JvmTimersTest {
    private final LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private final Timers timers = new JvmTimers(loop::add);

    private void runNext() throws InterruptedException {
        Runnable task = loop.poll(20, TimeUnit.SECONDS);
        assertThat(task).isNotNull();
        task.run();
    }

    @Test
    void aTimerFiresOnTheClientsThread() throws InterruptedException {
        CountDownLatch fired = new CountDownLatch(1);
        timers.start(1, fired::countDown);

        runNext();

        assertThat(fired.getCount()).isZero();
    }

    @Test
    void aTimerThatIsCancelledDoesNotFire() throws InterruptedException {
        List<String> fired = new ArrayList<>();
        Timers.Timer never = timers.start(1, () -> fired.add("cancelled"));
        never.cancel();
        timers.start(2, () -> fired.add("due"));

        // Its time may have come before it was cancelled: then it still has its turn, to do nothing.
        while (fired.isEmpty()) {
            runNext();
        }

        assertThat(fired).containsExactly("due");
    }

    @Test
    void aTimerThatIsCancelledWhenItsTimeHasComeDoesNotFire() throws InterruptedException {
        List<String> fired = new ArrayList<>();
        Timers.Timer late = timers.start(0, () -> fired.add("cancelled"));
        Runnable due = loop.poll(20, TimeUnit.SECONDS);
        assertThat(due).isNotNull();

        late.cancel();
        due.run();

        assertThat(fired).isEmpty();
    }
}
