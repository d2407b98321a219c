package dev.samovar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockTest {
    private final ScriptedObject.Script script = new ScriptedObject.Script();

    @Test
    void timersFireInTheOrderOfTheirTimes() {
        try (var host = script.host()) {
            long start = host.clock().millis();
            host.run(object -> {
                GlobalScope scope = object.state().globalScope();
                scope.setTimeout(() -> object.note("30 at " + (scope.currentTimeMillis() - start)), 30);
                scope.setTimeout(() -> object.note("10 at " + (scope.currentTimeMillis() - start)), 10);
                scope.setTimeout(() -> object.note("10 again"), 10);
                scope.setTimeout(() -> object.note("99"), 99);
            });
            assertThat(script.notes).isEmpty();

            host.clock().advance(Duration.ofMillis(50));

            assertThat(script.notes).containsExactly("10 at 10", "10 again", "30 at 30");
            assertThat(host.clock().millis()).isEqualTo(start + 50);
            assertThat(host.clock().pending()).isEqualTo(1);
        }
    }

    @Test
    void aTimerMaySetAnother() {
        try (var host = script.host()) {
            host.run(object -> {
                GlobalScope scope = object.state().globalScope();
                scope.setTimeout(
                        () -> {
                            object.note("first");
                            scope.setTimeout(() -> object.note("second"), 10);
                        },
                        10);
            });

            host.clock().advance(Duration.ofMillis(19));
            assertThat(script.notes).containsExactly("first");
            host.clock().advance(Duration.ofMillis(1));
            assertThat(script.notes).containsExactly("first", "second");
        }
    }

    @Test
    void aClearedTimerDoesNotFire() {
        List<Timeout> timeouts = new ArrayList<>();
        try (var host = script.host()) {
            host.run(object -> timeouts.add(object.state().globalScope().setTimeout(() -> object.note("fired"), 10)));
            host.run(object -> timeouts.get(0).clear());

            host.clock().advance(Duration.ofSeconds(1));

            assertThat(script.notes).isEmpty();
            assertThat(host.canHibernate()).isTrue();
        }
    }

    @Test
    void whatATimerSendsIsSeenWhenTheClockHasMoved() {
        script.onMessage = (object, socket, message) ->
                object.state().globalScope().setTimeout(() -> socket.send("late " + message), 5);
        try (var host = script.host()) {
            TestSocket socket = host.connect(dev.samovar.workers.Request.get("https://object.test/"));
            socket.send("hello");
            assertThat(socket.drain()).isEmpty();

            host.clock().advance(Duration.ofMillis(5));

            assertThat(socket.drainTexts()).containsExactly("late hello");
        }
    }

    @Test
    void timeStartsWhereTheTestSaysAndDoesNotRunBackwards() {
        Instant start = Instant.parse("2030-05-05T05:05:05Z");
        try (var host = DurableObjectHost.<ScriptedObject>builder(script::object)
                .startingAt(start)
                .start()) {
            assertThat(host.clock().now()).isEqualTo(start);
            assertThatThrownBy(() -> host.clock().advance(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aStepBackFiresNothingAndLeavesTimersAsLongToWaitAsBefore() {
        script.onAlarm = (object, info) -> object.note("alarm");
        try (var host = script.host()) {
            long start = host.clock().millis();
            host.run(object -> {
                object.storage().setAlarm(start + 1_000);
                object.state().globalScope().setTimeout(() -> object.note("timer"), 500);
            });

            host.clock().stepBack(Duration.ofMinutes(1));
            assertThat(host.clock().millis()).isEqualTo(start - 60_000);
            host.clock().advance(Duration.ofMillis(499));
            assertThat(script.notes).isEmpty();
            host.clock().advance(Duration.ofMillis(1));
            assertThat(script.notes).containsExactly("timer");

            host.clock().advance(Duration.ofSeconds(60));
            assertThat(script.notes).containsExactly("timer");
            host.clock().advance(Duration.ofMillis(500));
            assertThat(script.notes).containsExactly("timer", "alarm");
            assertThatThrownBy(() -> host.clock().stepBack(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theClockIsNotMovedByAnEvent() {
        try (var host = script.host()) {
            host.run(object -> assertThatThrownBy(() -> host.clock().advance(Duration.ZERO))
                    .hasMessageContaining("moved by the test"));
        }
    }
}
