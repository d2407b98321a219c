package dev.samovar.workers.js;

import dev.samovar.workers.DurableObjectNamespace;
import dev.samovar.workers.Env;
import dev.samovar.workers.Fetcher;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The bindings object that workerd hands to every entry point. */
final class JsEnv implements Env {
    private final Coroutines coroutines;
    private final JSObject env;

    JsEnv(Coroutines coroutines, JSObject env) {
        this.coroutines = coroutines;
        this.env = env;
    }

    @Override
    public @Nullable String get(String name) {
        String kind = kind(env, name);
        if (kind.equals("undefined")) {
            return null;
        }
        if (!kind.equals("String")) {
            throw new IllegalStateException("The binding " + name + " is no text but: " + kind
                    + ". Set it as a text under [vars] of wrangler.toml or as a secret.");
        }
        return string(env, name);
    }

    @Override
    public DurableObjectNamespace durableObjectNamespace(String name) {
        String kind = kind(env, name);
        if (!kind.endsWith("DurableObjectNamespace")) {
            throw wrong(name, "Durable Object namespace", kind, "Add it to [[durable_objects.bindings]]");
        }
        return new JsDurableObjectNamespace(coroutines, value(env, name));
    }

    @Override
    public Fetcher fetcher(String name) {
        String kind = kind(env, name);
        if (!kind.equals("Fetcher")) {
            throw wrong(name, "fetcher", kind, "Add it as the binding of [assets] or to [[services]]");
        }
        return new JsFetcher(coroutines, value(env, name));
    }

    private static IllegalStateException wrong(String name, String wanted, String kind, String mend) {
        String problem = kind.equals("undefined") ? "There is no binding " + name : name + " is bound to: " + kind;
        return new IllegalStateException(problem + ". A " + wanted + " is needed. " + mend + " of wrangler.toml.");
    }

    /** The name of the value's class; looking for its methods would not do, as a service binding has every method. */
    @JSBody(
            params = {"env", "name"},
            script = "var value = env[name];"
                    + "return value === undefined || value === null ? 'undefined'"
                    + " : Object.getPrototypeOf(value).constructor.name;")
    private static native String kind(JSObject env, String name);

    @JSBody(
            params = {"env", "name"},
            script = "return env[name];")
    private static native String string(JSObject env, String name);

    @JSBody(
            params = {"env", "name"},
            script = "return env[name];")
    private static native JSObject value(JSObject env, String name);
}
