package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.Crash;
import dev.samovar.testkit.CrashPoint;
import dev.samovar.testkit.Deferred;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.RecordingConsole;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs of the author, and the alarm they share with everything else that is due at a time. */
class JobsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ScriptedObject.Script script = new ScriptedObject.Script();
    private final DurableObjectHost<ScriptedObject> host = script.host();
    private final List<Job> done = new ArrayList<>();

    JobsTest() {
        script.jobs = done::add;
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void schedule(String name, Duration in) {
        host.run(object -> object.job(name, in(in)));
    }

    private long in(Duration in) {
        return host.clock().millis() + in.toMillis();
    }

    private long waiting() {
        return host.sql().exec("SELECT COUNT(*) FROM _sync_jobs").one().getLong(0);
    }

    private List<String> errors() {
        return host.console().messages(RecordingConsole.Level.ERROR);
    }

    @Test
    void aJobComesAtItsTimeWithWhatItWasGiven() {
        host.run(object -> object.job("remind", in(MINUTE), Value.map("to", Value.of("alice"))));

        host.clock().advance(MINUTE.minusMillis(1));
        assertThat(done).isEmpty();
        host.clock().advance(Duration.ofMillis(1));

        assertThat(done).containsExactly(new Job("remind", Value.map("to", Value.of("alice")), 1));
        assertThat(waiting()).isZero();
        assertThat(host.alarmMillis()).isNull();
    }

    @Test
    void aJobOfThePastComesAtOnce() {
        host.run(object -> object.job("late", -5));
        host.run(object -> object.job("now", in(Duration.ZERO)));

        host.clock().advance(Duration.ZERO);

        assertThat(done).extracting(Job::name).containsExactlyInAnyOrder("late", "now");
    }

    @Test
    void aJobOfThePastComesAfterASleepToo() {
        host.run(object -> {
            object.job("late", -5);
            object.state().storage().deleteAlarm();
        });
        host.evict(WebSockets.CLOSE);

        host.wake();
        host.clock().advance(Duration.ZERO);

        assertThat(done).extracting(Job::name).containsExactly("late");
    }

    @Test
    void jobsComeInTheOrderOfTheirTimesWhateverTheOrderTheyWereScheduledIn() {
        schedule("second", MINUTE.multipliedBy(2));
        schedule("third", MINUTE.multipliedBy(3));
        schedule("first", MINUTE);

        host.clock().advance(MINUTE.multipliedBy(3));

        assertThat(done).extracting(Job::name).containsExactly("first", "second", "third");
    }

    @ParameterizedTest
    @EnumSource(WebSockets.class)
    void aSleepingObjectIsWokenForItsJobs(WebSockets sockets) {
        schedule("first", MINUTE);
        schedule("second", MINUTE.multipliedBy(2));

        host.evict(sockets);
        host.clock().advance(MINUTE);
        host.evict(sockets);
        host.clock().advance(MINUTE);

        assertThat(done).extracting(Job::name).containsExactly("first", "second");
    }

    @Test
    void aJobThatFailsIsTriedAgainEverLater() {
        List<Long> tried = new ArrayList<>();
        long start = host.clock().millis();
        script.jobs = job -> {
            tried.add((host.clock().millis() - start) / 1000);
            throw new IllegalStateException("attempt " + job.attempt());
        };
        schedule("hopeless", Duration.ZERO);

        host.clock().advance(Duration.ofHours(4));

        assertThat(tried).startsWith(0L, 10L, 40L, 130L, 400L, 1_210L, 3_640L, 7_240L, 10_840L);
        assertThat(errors()).hasSize(tried.size()).startsWith("Attempt 1 of hopeless failed. It will be tried again.");
    }

    @Test
    void whatSucceedsAtLastIsOver() {
        script.jobs = job -> {
            done.add(job);
            if (job.attempt() < 3) {
                throw new IllegalStateException("not yet");
            }
        };
        schedule("third time", Duration.ZERO);

        host.clock().advance(Duration.ofDays(1));

        assertThat(done).extracting(Job::attempt).containsExactly(1, 2, 3);
        assertThat(waiting()).isZero();
    }

    @Test
    void aJobThatIsTakenBackDoesNotCome() {
        schedule("taken back", MINUTE);
        schedule("other", MINUTE);

        host.run(object -> object.cancel("taken back"));
        host.run(object -> object.cancel("never there"));
        host.clock().advance(MINUTE);

        assertThat(done).extracting(Job::name).containsExactly("other");
    }

    @Test
    void aJobThatIsScheduledAgainHasItsNewTime() {
        schedule("later", MINUTE);
        schedule("sooner", MINUTE.multipliedBy(3));
        schedule("later", MINUTE.multipliedBy(2));
        schedule("sooner", MINUTE);

        host.clock().advance(MINUTE);
        assertThat(done).extracting(Job::name).containsExactly("sooner");
        host.clock().advance(MINUTE.multipliedBy(2));

        assertThat(done).extracting(Job::name).containsExactly("sooner", "later");
    }

    @Test
    void aJobMayScheduleItselfAnew() {
        script.jobs = job -> {
            done.add(job);
            host.instance().job("tick", in(MINUTE));
        };
        schedule("tick", MINUTE);

        host.clock().advance(MINUTE.multipliedBy(5));

        assertThat(done).extracting(Job::attempt).containsExactly(1, 1, 1, 1, 1);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void aJobMayScheduleAnotherThatIsDueAlready() {
        script.jobs = job -> {
            done.add(job);
            if (job.name().equals("first")) {
                host.instance().job("second", in(Duration.ZERO));
            }
        };
        schedule("first", MINUTE);

        host.clock().advance(MINUTE);

        assertThat(done).extracting(Job::name).containsExactly("first", "second");
    }

    @Test
    void aJobThatIsScheduledAnewWhileItWaitsComesAgainWhenItHasEnded() {
        Deferred<Boolean> answer = new Deferred<>();
        script.jobs = job -> {
            done.add(job);
            if (done.size() == 1) {
                answer.await();
            }
        };
        schedule("slow", Duration.ZERO);
        host.clock().advance(Duration.ZERO);

        schedule("slow", Duration.ZERO);
        host.clock().advance(MINUTE);
        assertThat(done).hasSize(1);
        answer.complete(true);
        host.clock().advance(Duration.ZERO);

        assertThat(done).hasSize(2);
        assertThat(waiting()).isZero();
    }

    @Test
    void aJobThatWaitsKeepsNothingElseFromItsTimeAndIsNotBegunTwice() {
        Deferred<Boolean> answer = new Deferred<>();
        script.jobs = job -> {
            done.add(job);
            if (job.name().equals("slow")) {
                answer.await();
            }
        };
        schedule("slow", Duration.ZERO);
        schedule("next", MINUTE);

        host.clock().advance(Duration.ofMinutes(10));
        assertThat(done).extracting(Job::name).containsExactly("slow", "next");
        answer.complete(true);
        host.clock().advance(Duration.ofHours(1));

        assertThat(done).hasSize(2);
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource(WebSockets.class)
    void aJobWhoseObjectDiesWhileItWaitsComesAgain(WebSockets sockets) {
        Deferred<Boolean> never = new Deferred<>();
        script.jobs = job -> {
            done.add(job);
            if (done.size() == 1) {
                never.await();
            }
        };
        schedule("cut off", Duration.ZERO);
        host.clock().advance(Duration.ZERO);

        host.evict(sockets);
        host.clock().advance(Duration.ofSeconds(10));

        assertThat(done).extracting(Job::attempt).containsExactly(1, 2);
        assertThat(waiting()).isZero();
    }

    @Test
    void manyJobsOfOneTimeAreAllDoneAFewAtATime() {
        Deferred<Boolean> gate = new Deferred<>();
        script.jobs = job -> {
            done.add(job);
            gate.await();
        };
        host.run(object -> {
            for (int i = 0; i < 100; i++) {
                object.job("job " + i, 1);
            }
        });

        host.clock().advance(MINUTE);
        assertThat(done).hasSize(DueRows.MAX_RUNNING);
        gate.complete(true);
        host.clock().advance(Duration.ofSeconds(1));

        assertThat(done).extracting(Job::name).doesNotHaveDuplicates().hasSize(100);
        assertThat(waiting()).isZero();
    }

    @Test
    void manyShortJobsOfOneTimeAreAllDone() {
        host.run(object -> {
            for (int i = 0; i < 100; i++) {
                object.job("job " + i, 1);
            }
        });

        host.clock().advance(Duration.ZERO);

        assertThat(done).extracting(Job::name).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    void whatARolledBackTransactionScheduledDoesNotComeAndSpoilsNothing() {
        schedule("hour", Duration.ofHours(1));
        for (int i = 0; i < 2; i++) {
            boolean own = i == 0;
            host.run(object -> assertThatIllegalStateException().isThrownBy(() -> {
                if (own) {
                    object.state().storage().transactionSync(() -> scheduledInVain(object));
                } else {
                    object.write(() -> scheduledInVain(object));
                }
            }));
        }
        schedule("minutes", MINUTE.multipliedBy(2));

        host.clock().advance(Duration.ofHours(1));

        assertThat(done).extracting(Job::name).containsExactly("minutes", "hour");
    }

    private Object scheduledInVain(ScriptedObject object) {
        object.job("in vain", in(MINUTE));
        throw new IllegalStateException("rolled back");
    }

    @Test
    void aDeathBeforeAnyStatementOfAJobLosesNothing() {
        script.jobs = job -> {
            done.add(job);
            host.instance().write(() -> host.instance().exec("INSERT INTO log (name) VALUES (?)", job.name()));
        };
        script.migrations = steps -> steps.step("log", "CREATE TABLE log (name TEXT)");
        boolean died = true;
        int statement = 0;
        while (died) {
            statement++;
            schedule("job", MINUTE);
            Crash crash = host.crash(CrashPoint.beforeStatement(statement), WebSockets.CLOSE);

            host.clock().advance(MINUTE);

            died = crash.hasHappened();
            host.clock().advance(MINUTE);
            assertThat(waiting()).isZero();
            assertThat(host.sql().exec("SELECT COUNT(*) FROM log").one().getLong(0))
                    .as("done by the job that died before statement " + statement)
                    .isEqualTo(statement);
        }
        assertThat(statement).isGreaterThan(3);
    }

    @Test
    void aJobThatKillsItsObjectTimeAndAgainIsTriedEverLaterToo() {
        script.jobs = job -> {
            done.add(job);
            if (job.attempt() < 12) {
                host.crash(CrashPoint.beforeStatement(1), WebSockets.CLOSE);
                host.instance().exec("SELECT 1");
            }
        };
        schedule("deadly", Duration.ZERO);

        host.clock().advance(Duration.ofDays(1));

        assertThat(done).extracting(Job::attempt).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(waiting()).isZero();
    }

    @Test
    void anAlarmThatIsMissingIsSetWhenTheObjectWakes() {
        schedule("job", MINUTE);
        host.run(object -> object.state().storage().deleteAlarm());
        host.evict(WebSockets.CLOSE);
        host.clock().advance(MINUTE.multipliedBy(2));
        assertThat(done).isEmpty();

        host.wake();
        host.clock().advance(Duration.ZERO);

        assertThat(done).hasSize(1);
    }

    @Test
    void anObjectThatSchedulesNothingSetsNoAlarmAndNoTimer() {
        host.wake();
        host.clock().advance(MINUTE);

        assertThat(host.alarmMillis()).isNull();
        assertThat(host.clock().pending()).isZero();
    }
}
