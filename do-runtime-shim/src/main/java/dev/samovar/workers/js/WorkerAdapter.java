package dev.samovar.workers.js;

import dev.samovar.workers.Env;
import dev.samovar.workers.Worker;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** One Worker as JavaScript sees it. TeaVM exports the method under its Java name. */
final class WorkerAdapter {
    /** A {@link Worker} with its environment, whatever the type of that is. */
    @FunctionalInterface
    private interface BoundWorker {
        @Nullable
        JSObject fetch(JSObject request, JSObject ctx);
    }

    private final Coroutines coroutines;
    private final BoundWorker worker;

    private WorkerAdapter(Coroutines coroutines, BoundWorker worker) {
        this.coroutines = coroutines;
        this.worker = worker;
    }

    static <E> JSObject bind(Coroutines coroutines, Worker<E> worker, Function<Env, E> environment, JSObject env) {
        E bound;
        try {
            bound = environment.apply(new JsEnv(coroutines, env));
        } catch (Throwable thrown) {
            throw Errors.raise(thrown);
        }
        return asJs(new WorkerAdapter(
                coroutines,
                (request, ctx) -> JsResponse.toJs(worker.fetch(
                        new JsRequest(coroutines, request), bound, new JsExecutionContext(coroutines, ctx)))));
    }

    @JSExport
    public @Nullable JSObject fetch(JSObject request, JSObject ctx) {
        return coroutines.start(() -> worker.fetch(request, ctx));
    }

    @JSBody(params = "adapter", script = "return adapter;")
    private static native JSObject asJs(WorkerAdapter adapter);
}
