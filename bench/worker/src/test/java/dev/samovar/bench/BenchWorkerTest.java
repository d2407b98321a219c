package dev.samovar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.testkit.LocalRuntime;
import dev.samovar.testkit.TestEnv;
import dev.samovar.testkit.WorkerHost;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BenchWorkerTest {
    private final LocalRuntime runtime = LocalRuntime.create();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void whoeverNamesThemselvesComesIn() {
        assertThat(worker().connect(Request.get("https://bench.test/sync/load?user=bench"))
                        .isOpen())
                .isTrue();
    }

    @Test
    void whoHasNoNameDoesNot() {
        Headers upgrade = new Headers().set("upgrade", "websocket");

        assertThat(worker().fetch(Request.of("GET", "https://bench.test/sync/load", upgrade, null))
                        .status())
                .isEqualTo(401);
    }

    private WorkerHost<BenchEnv> worker() {
        TestEnv env =
                new TestEnv().namespace("BENCH_ROOM", runtime.namespace("BenchRoom", BenchRoom::new, new TestEnv()));
        return runtime.worker(new BenchWorker(), new BenchEnv(env));
    }
}
