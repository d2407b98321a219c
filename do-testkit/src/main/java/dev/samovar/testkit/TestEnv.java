package dev.samovar.testkit;

import dev.samovar.workers.DurableObjectNamespace;
import dev.samovar.workers.Env;
import dev.samovar.workers.Fetcher;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bindings that a test gives by name. Those given later are seen by whoever has the Env already. */
public final class TestEnv implements Env {
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, DurableObjectNamespace> namespaces = new LinkedHashMap<>();
    private final Map<String, Fetcher> fetchers = new LinkedHashMap<>();

    /** Gives a variable or secret. Returns this. */
    public TestEnv variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Gives a Durable Object namespace. Returns this. */
    public TestEnv namespace(String name, DurableObjectNamespace namespace) {
        namespaces.put(name, namespace);
        return this;
    }

    /** Gives a binding that answers requests. It runs in the caller's event and may wait. Returns this. */
    public TestEnv fetcher(String name, Fetcher fetcher) {
        fetchers.put(name, fetcher);
        return this;
    }

    @Override
    public @Nullable String get(String name) {
        return variables.get(name);
    }

    @Override
    public DurableObjectNamespace durableObjectNamespace(String name) {
        DurableObjectNamespace namespace = namespaces.get(name);
        if (namespace == null) {
            throw missing("Durable Object namespace", name, namespaces, "namespace");
        }
        return namespace;
    }

    @Override
    public Fetcher fetcher(String name) {
        Fetcher fetcher = fetchers.get(name);
        if (fetcher == null) {
            throw missing("fetcher", name, fetchers, "fetcher");
        }
        return request -> {
            Coroutine.yieldToOthers();
            return fetcher.fetch(request);
        };
    }

    private static IllegalStateException missing(String what, String name, Map<String, ?> known, String method) {
        return new IllegalStateException("There is no " + what + " named " + name + ", only " + known.keySet()
                + ". Give it with TestEnv." + method + "(\"" + name + "\", ...).");
    }
}
