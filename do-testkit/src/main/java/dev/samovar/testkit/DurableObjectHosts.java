package dev.samovar.testkit;

import dev.samovar.workers.DurableObject;
import dev.samovar.workers.DurableObjectId;
import dev.samovar.workers.DurableObjectNamespace;
import dev.samovar.workers.DurableObjectStub;
import dev.samovar.workers.Env;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A namespace for a {@link TestEnv}, and the way to the host of each of its objects. */
public final class DurableObjectHosts<T extends DurableObject> implements DurableObjectNamespace {
    private final LocalRuntime runtime;
    private final String className;
    private final Supplier<? extends T> factory;
    private final Env env;
    private final Map<DurableObjectId, DurableObjectHost<T>> hosts = new LinkedHashMap<>();

    DurableObjectHosts(LocalRuntime runtime, String className, Supplier<? extends T> factory, Env env) {
        this.runtime = runtime;
        this.className = className;
        this.factory = factory;
        this.env = env;
    }

    /** The host of the object of that name. The object itself is not built before an event. */
    public DurableObjectHost<T> host(String name) {
        return host(idFromName(name));
    }

    /** The hosts made so far, in the order they were asked for. */
    public List<DurableObjectHost<T>> hosts() {
        return new ArrayList<>(hosts.values());
    }

    @Override
    public DurableObjectId idFromName(String name) {
        return LocalId.of(className, name);
    }

    @Override
    public DurableObjectStub get(DurableObjectId id) {
        return new LocalStub(id, host(id));
    }

    @Override
    public DurableObjectStub getByName(String name) {
        return get(idFromName(name));
    }

    private DurableObjectHost<T> host(DurableObjectId id) {
        return hosts.computeIfAbsent(
                id,
                unknown -> DurableObjectHost.<T>builder(factory)
                        .id(id)
                        .env(env)
                        .runtime(runtime)
                        .start());
    }
}
