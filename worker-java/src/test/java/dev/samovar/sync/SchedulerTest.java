package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.RecordingConsole;
import dev.samovar.workers.AlarmInvocationInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One alarm for all that is due at a time. */
class SchedulerTest {
    private final DurableObjectHost<ScriptedObject> host = new ScriptedObject.Script().host();
    private final List<String> runs = new ArrayList<>();
    private final Client first = new Client("first");
    private final Client second = new Client("second");
    private @Nullable Scheduler scheduler;

    @AfterEach
    void close() {
        host.close();
    }

    private final class Client implements Scheduled {
        private final String name;
        private long due = Scheduler.NEVER;
        private boolean fails;

        Client(String name) {
            this.name = name;
        }

        @Override
        public long dueMillis() {
            return due;
        }

        @Override
        public void run(long nowMillis) {
            runs.add(name);
            if (fails) {
                throw new IllegalStateException(name + " fails");
            }
            due = Scheduler.NEVER;
        }
    }

    /** Runs code in the object, with a scheduler that lives on. */
    private void with(Consumer<Scheduler> code) {
        host.run(object -> {
            if (scheduler == null) {
                scheduler = new Scheduler(object.state());
                scheduler.add(first);
                scheduler.add(second);
            }
            code.accept(scheduler);
        });
    }

    private void ring() {
        with(known -> known.ring(new AlarmInvocationInfo(false, 0, 0)));
    }

    private long in(Duration delay) {
        return host.clock().millis() + delay.toMillis();
    }

    @Test
    void theAlarmIsSetToTheEarliestTimeAndOnlyEverEarlier() {
        first.due = in(Duration.ofMinutes(3));
        second.due = in(Duration.ofMinutes(2));
        with(Scheduler::arm);
        assertThat(host.alarmMillis()).isEqualTo(second.due);

        second.due = in(Duration.ofMinutes(9));
        with(Scheduler::arm);
        assertThat(host.alarmMillis()).isEqualTo(in(Duration.ofMinutes(2)));

        second.due = in(Duration.ofMinutes(1));
        with(Scheduler::arm);
        assertThat(host.alarmMillis()).isEqualTo(second.due);
    }

    @Test
    void anAlarmThatIsNotNeededAnyMoreIsMovedAway() {
        first.due = in(Duration.ofMinutes(1));
        with(Scheduler::arm);

        first.due = in(Duration.ofMinutes(2));
        with(Scheduler::disarm);
        assertThat(host.alarmMillis()).isEqualTo(first.due);

        first.due = Scheduler.NEVER;
        with(Scheduler::disarm);
        assertThat(host.alarmMillis()).isNull();
    }

    @Test
    void onlyWhatIsDueRuns() {
        first.due = in(Duration.ZERO);
        second.due = in(Duration.ofMinutes(1));

        ring();

        assertThat(runs).containsExactly("first");
        assertThat(host.alarmMillis()).isEqualTo(second.due);
    }

    @Test
    void whatFailsKeepsNothingElseFromItsTimeAndIsTriedAgainAfterAWhile() {
        first.due = in(Duration.ZERO);
        first.fails = true;
        second.due = in(Duration.ZERO);

        ring();

        assertThat(runs).containsExactly("first", "second");
        assertThat(host.alarmMillis()).isEqualTo(in(Duration.ofSeconds(30)));
        assertThat(host.console().messages(RecordingConsole.Level.ERROR))
                .containsExactly("Something that was due has failed. It is tried again.");
    }
}
