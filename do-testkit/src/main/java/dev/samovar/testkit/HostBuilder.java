package dev.samovar.testkit;

import dev.samovar.workers.DurableObject;
import dev.samovar.workers.DurableObjectId;
import dev.samovar.workers.Env;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says how a {@link DurableObjectHost} is to be made. */
public final class HostBuilder<T extends DurableObject> {
    final Supplier<? extends T> factory;
    DurableObjectId id = LocalId.of("DurableObject", "test");
    Env env = new TestEnv();
    Instant start = LocalRuntime.DEFAULT_START;
    long seed = LocalRuntime.DEFAULT_SEED;

    @Nullable
    LocalRuntime runtime;

    @Nullable
    Path file;

    HostBuilder(Supplier<? extends T> factory) {
        this.factory = factory;
    }

    /** The name the object is addressed by; "test" unless given. */
    public HostBuilder<T> name(String name) {
        return id(LocalId.of("DurableObject", name));
    }

    HostBuilder<T> id(DurableObjectId objectId) {
        id = objectId;
        return this;
    }

    /** The bindings; none unless given. */
    public HostBuilder<T> env(Env bindings) {
        env = bindings;
        return this;
    }

    /** Where the clock stands at first. */
    public HostBuilder<T> startingAt(Instant instant) {
        start = instant;
        return this;
    }

    /** What randomness is drawn from. */
    public HostBuilder<T> seed(long randomSeed) {
        seed = randomSeed;
        return this;
    }

    /** A runtime to share with others, with its clock and seed. It is not closed with the host. */
    public HostBuilder<T> runtime(LocalRuntime shared) {
        runtime = shared;
        return this;
    }

    /** Keeps the database in a file, so that another host can open it later. Sockets are not kept. */
    public HostBuilder<T> file(Path databaseFile) {
        file = databaseFile;
        return this;
    }

    /** Makes the host. The object is not built before its first event. */
    public DurableObjectHost<T> start() {
        return new DurableObjectHost<>(this);
    }
}
