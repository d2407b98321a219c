package dev.samovar.examples.chat;

import dev.samovar.workers.DurableObjectNamespace;
import dev.samovar.workers.Env;
import dev.samovar.workers.Fetcher;
import org.jspecify.annotations.Nullable;

/** The bindings of {@code wrangler.toml}. */
record ChatEnv(Env env) {
    DurableObjectNamespace chatRoom() {
        return env.durableObjectNamespace("CHAT_ROOM");
    }

    Fetcher assets() {
        return env.fetcher("ASSETS");
    }

    /** Signs and verifies the guests' tokens. */
    @Nullable
    String authSecret() {
        return env.get("AUTH_SECRET");
    }
}
