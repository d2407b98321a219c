package dev.samovar.workers.js;

import dev.samovar.workers.ExecutionContext;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Task;
import org.teavm.jso.JSObject;

/** The context of one request to a Worker. */
final class JsExecutionContext implements ExecutionContext {
    interface NativeContext extends JSObject {
        void waitUntil(JSObject promise);
    }

    private final Coroutines coroutines;
    private final NativeContext ctx;
    private final GlobalScope globalScope;

    JsExecutionContext(Coroutines coroutines, JSObject ctx) {
        this.coroutines = coroutines;
        this.ctx = (NativeContext) ctx;
        this.globalScope = new JsGlobalScope(coroutines);
    }

    @Override
    public void waitUntil(Task task) {
        ctx.waitUntil(coroutines.promise(task));
    }

    @Override
    public GlobalScope globalScope() {
        return globalScope;
    }
}
