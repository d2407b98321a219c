package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/** The bindings of {@code wrangler.toml}, by name. A missing or mistyped binding fails with its name and the mend. */
public interface Env {
    /** A variable or secret, or {@code null} when it is not set. */
    @Nullable
    String get(String name);

    /**
     * A binding to the objects of a Durable Object class.
     *
     * @throws IllegalStateException if there is no Durable Object namespace of that name
     */
    DurableObjectNamespace durableObjectNamespace(String name);

    /**
     * A binding that answers requests, such as static assets.
     *
     * @throws IllegalStateException if there is none of that name
     */
    Fetcher fetcher(String name);
}
