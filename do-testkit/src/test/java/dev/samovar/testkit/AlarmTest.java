package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.DurableObject;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private static final class WithoutAlarm extends DurableObject {
        void set() {
            ctx().storage().setAlarm(1);
        }
    }

    private final ScriptedObject.Script script = new ScriptedObject.Script();

    private static void setIn(DurableObjectHost<ScriptedObject> host, Duration delay) {
        host.run(object -> object.storage().setAlarm(host.clock().millis() + delay.toMillis()));
    }

    @Test
    void itRunsWhenTheClockReachesIt() {
        script.onAlarm = (object, info) ->
                object.note("alarm " + info + " pending " + object.storage().getAlarm());
        try (var host = script.host()) {
            long due = host.clock().millis() + 60_000;
            setIn(host, Duration.ofMinutes(1));
            assertThat(host.alarmMillis()).isEqualTo(due);

            host.clock().advance(Duration.ofSeconds(59));
            assertThat(script.notes).isEmpty();
            host.clock().advance(Duration.ofSeconds(1));

            assertThat(script.notes)
                    .containsExactly("alarm AlarmInvocationInfo[isRetry=false, retryCount=0, scheduledTimeMillis=" + due
                            + "] pending null");
            assertThat(host.alarmMillis()).isNull();
            assertThat(host.runAlarm()).isFalse();
        }
    }

    @Test
    void runAlarmMovesTheClockToIt() {
        script.onAlarm = (object, info) -> object.note("alarm");
        try (var host = script.host()) {
            long start = host.clock().millis();
            setIn(host, Duration.ofHours(1));

            assertThat(host.runAlarm()).isTrue();

            assertThat(script.notes).containsExactly("alarm");
            assertThat(host.clock().millis()).isEqualTo(start + 3_600_000);
        }
    }

    @Test
    void itWakesASleepingObject() {
        script.onAlarm = (object, info) -> object.note("alarm");
        try (var host = script.host()) {
            setIn(host, Duration.ofHours(1));
            host.evict(WebSockets.HIBERNATE);

            host.runAlarm();

            assertThat(script.notes).containsExactly("alarm");
            assertThat(host.wakes()).isEqualTo(2);
        }
    }

    @Test
    void aFailedAlarmIsTriedAgainSixTimesLaterAndLater() {
        List<Long> delays = new ArrayList<>();
        long[] last = new long[1];
        script.onAlarm = (object, info) -> {
            long now = object.state().globalScope().currentTimeMillis();
            delays.add(now - last[0]);
            last[0] = now;
            object.note(info.isRetry() + " " + info.retryCount());
            throw new IllegalStateException("boom");
        };
        try (var host = script.host()) {
            last[0] = host.clock().millis();
            setIn(host, Duration.ofSeconds(1));

            while (host.runAlarm()) {
                assertThat(script.notes).hasSizeLessThan(9);
            }

            assertThat(delays).containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L);
            assertThat(script.notes)
                    .containsExactly("false 0", "true 1", "true 2", "true 3", "true 4", "true 5", "true 6");
            assertThat(host.uncaught()).hasSize(7);
            assertThat(host.<Boolean>call(object -> object.storage().getAlarm() == null))
                    .isTrue();
        }
    }

    @Test
    void anAlarmThatSetsItselfRunsAgain() {
        script.onAlarm = (object, info) -> {
            object.note(info.isRetry() + "");
            object.storage().setAlarm(object.state().globalScope().currentTimeMillis() + 1_000);
            object.note("pending " + (object.storage().getAlarm() != null));
        };
        try (var host = script.host()) {
            setIn(host, Duration.ofSeconds(1));

            host.clock().advance(Duration.ofSeconds(2));

            assertThat(script.notes).containsExactly("false", "pending true", "false", "pending true");
        }
    }

    @Test
    void anAlarmSetByAFailingHandlerReplacesTheRetry() {
        script.onAlarm = (object, info) -> {
            object.note(info.isRetry() + "");
            if (script.notes.size() == 1) {
                object.storage().setAlarm(object.state().globalScope().currentTimeMillis() + 500);
                throw new IllegalStateException("boom");
            }
        };
        try (var host = script.host()) {
            long start = host.clock().millis();
            setIn(host, Duration.ofSeconds(1));

            host.runAlarm();
            host.runAlarm();

            assertThat(script.notes).containsExactly("false", "false");
            assertThat(host.clock().millis()).isEqualTo(start + 1_500);
            assertThat(host.uncaught()).hasSize(1);
        }
    }

    @Test
    void aCrashInAnAlarmIsAFailureOfIt() {
        script.onStart = object -> object.sql().exec("CREATE TABLE IF NOT EXISTS t (a)");
        script.onAlarm = (object, info) -> {
            object.note(info.retryCount() + "");
            object.storage().setAlarm(object.state().globalScope().currentTimeMillis() + 99_000);
            object.sql().exec("INSERT INTO t VALUES (1)");
        };
        try (var host = script.host()) {
            setIn(host, Duration.ofSeconds(1));
            long due = host.clock().millis() + 1_000;
            host.crash(CrashPoint.beforeStatement(1), WebSockets.HIBERNATE);

            host.runAlarm();
            assertThat(host.alarmMillis()).isEqualTo(due + 2_000);
            host.runAlarm();

            assertThat(script.notes).containsExactly("0", "1");
            assertThat(host.alarmMillis()).isEqualTo(due + 2_000 + 99_000);
        }
    }

    @Test
    void anEvictedAlarmRunsAgain() {
        Gate gate = new Gate();
        script.onAlarm = (object, info) -> {
            object.note(info.retryCount() + "");
            if (!info.isRetry()) {
                gate.await();
            }
        };
        try (var host = script.host()) {
            setIn(host, Duration.ofSeconds(1));
            host.runAlarm();

            host.evict(WebSockets.HIBERNATE);
            host.runAlarm();

            assertThat(script.notes).containsExactly("0", "1");
            assertThat(host.runAlarm()).isFalse();
        }
    }

    @Test
    void aDeletedAlarmDoesNotRun() {
        script.onAlarm = (object, info) -> object.note("alarm");
        try (var host = script.host()) {
            setIn(host, Duration.ofSeconds(1));
            host.run(object -> object.storage().deleteAlarm());

            host.clock().advance(Duration.ofSeconds(9));

            assertThat(script.notes).isEmpty();
        }
    }

    @Test
    void aTimeNotAboveZeroIsRefused() {
        try (var host = script.host()) {
            host.run(object -> assertThatThrownBy(() -> object.storage().setAlarm(0))
                    .isInstanceOf(IllegalArgumentException.class));
        }
    }

    @Test
    void aClassWithoutAlarmCannotSetOne() {
        try (var host = DurableObjectHost.of(WithoutAlarm::new)) {
            host.run(object -> assertThatThrownBy(object::set)
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("alarm()"));
            assertThat(host.fetch(Request.get("https://object.test/")).status()).isEqualTo(404);
        }
    }
}
