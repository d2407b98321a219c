package dev.samovar.bench;

import dev.samovar.workers.DurableObjectNamespace;
import dev.samovar.workers.Env;

/** The binding that the bench's configuration names. */
record BenchEnv(Env env) {
    DurableObjectNamespace room() {
        return env.durableObjectNamespace("BENCH_ROOM");
    }
}
