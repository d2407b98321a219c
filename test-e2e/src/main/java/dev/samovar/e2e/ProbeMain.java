package dev.samovar.e2e;

import dev.samovar.workers.js.Entry;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** What {@code probe/worker.js} imports: shaped as a generator would emit it. */
public final class ProbeMain {
    private ProbeMain() {}

    public static void main(String[] args) {
        Entry.runNext();
    }

    @JSExport
    public static JSObject newProbe(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new Probe(), ctx, env);
    }

    @JSExport
    public static JSObject newProbeWithoutAlarm(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new ProbeWithoutAlarm(), ctx, env);
    }

    @JSExport
    public static JSObject newProbeOfJobs(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new ProbeOfJobs(), ctx, env);
    }

    @JSExport
    public static JSObject newProbeOfSync(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new ProbeOfSync(), ctx, env);
    }

    @JSExport
    public static JSObject newProbeOfHistories(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new ProbeOfHistories(), ctx, env);
    }

    @JSExport
    public static JSObject newProbeOfPages(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new ProbeOfPages(), ctx, env);
    }

    @JSExport
    public static JSObject newProbeOfForum(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new ProbeOfForum(), ctx, env);
    }

    @JSExport
    public static JSObject newProbeWorker(JSObject main, JSObject env) {
        return Entry.worker(main, new ProbeWorker(), environment -> environment, env);
    }
}
