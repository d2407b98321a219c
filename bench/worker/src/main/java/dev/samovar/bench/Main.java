package dev.samovar.bench;

import dev.samovar.workers.js.Entry;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** What {@code worker.js} imports. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Entry.runNext();
    }

    @JSExport
    public static JSObject newBenchRoom(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new BenchRoom(), ctx, env);
    }

    @JSExport
    public static JSObject newBenchWorker(JSObject main, JSObject env) {
        return Entry.worker(main, new BenchWorker(), BenchEnv::new, env);
    }
}
