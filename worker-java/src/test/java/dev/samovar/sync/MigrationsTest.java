package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.samovar.testkit.CrashPoint;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.WebSockets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private final ScriptedObject.Script script = new ScriptedObject.Script();
    private final DurableObjectHost<ScriptedObject> host = script.host();

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void eachStepRunsOnceInTheLifeOfAnObject() {
        script.migrations = steps -> steps.step("table", "CREATE TABLE runs (n)", "INSERT INTO runs VALUES (1)");
        host.wake();
        host.evict(WebSockets.HIBERNATE);
        host.wake();

        assertThat(runs()).containsExactly(1d);
    }

    @Test
    void aNewVersionRunsOnlyItsNewStepsInTheirOrder() {
        script.migrations = steps -> steps.step("table", "CREATE TABLE runs (n)");
        host.wake();
        host.evict(WebSockets.CLOSE);
        script.migrations = steps -> steps.step("table", "CREATE TABLE runs (n)")
                .step("first", "INSERT INTO runs VALUES (1)")
                .step("second", "INSERT INTO runs VALUES (2)", "INSERT INTO runs VALUES (3)");
        host.wake();

        assertThat(runs()).containsExactly(1d, 2d, 3d);
        assertThat(host.sql()
                        .exec("SELECT COUNT(*) FROM _sync_migrations")
                        .one()
                        .getLong(0))
                .isEqualTo(3);
    }

    @Test
    void aFailedStepUndoesAllStepsOfItsRunAndIsTriedAgain() {
        script.migrations = steps ->
                steps.step("table", "CREATE TABLE runs (n)").step("broken", "INSERT INTO runs VALUES (1)", "NONSENSE");

        assertThatThrownBy(host::wake)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Migration step broken failed: ")
                .hasMessageEndingWith(
                        ". Nothing was changed. Mend the step; it runs again when the object is next used.");

        script.migrations =
                steps -> steps.step("table", "CREATE TABLE runs (n)").step("broken", "INSERT INTO runs VALUES (2)");
        host.wake();
        assertThat(runs()).containsExactly(2d);
    }

    @Test
    void twoStepsOfOneNameAreRefused() {
        script.migrations = steps -> steps.step("one").step("one");

        assertThatThrownBy(host::wake)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Two migration steps are named one. Give the newer one another name.");
    }

    @Test
    void anObjectThatDiesWhileItMigratesStartsAgainFromWhereItWas() {
        script.migrations = steps -> steps.step("table", "CREATE TABLE runs (n)", "INSERT INTO runs VALUES (1)")
                .step("more", "INSERT INTO runs VALUES (2)");

        List<String> crashes = new ArrayList<>();
        for (int statement = 1; crashes.size() < statement; statement++) {
            try (DurableObjectHost<ScriptedObject> fresh = script.host()) {
                var crash = fresh.crash(CrashPoint.beforeStatement(statement), WebSockets.CLOSE);
                try {
                    fresh.wake();
                } catch (RuntimeException died) {
                    crashes.add(crash.toString());
                }
                assertThatCode(fresh::wake).as(crash.toString()).doesNotThrowAnyException();
                assertThat(runs(fresh)).as(crash.toString()).containsExactly(1d, 2d);
                if (!crash.hasHappened()) {
                    break;
                }
            }
        }
        assertThat(crashes).hasSizeGreaterThan(10);
    }

    private List<Object> runs() {
        return runs(host);
    }

    private static List<Object> runs(DurableObjectHost<ScriptedObject> host) {
        List<Object> runs = new ArrayList<>();
        host.sql().exec("SELECT n FROM runs ORDER BY rowid").toList().forEach(row -> runs.add(row.get(0)));
        return runs;
    }
}
