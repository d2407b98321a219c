package dev.samovar.examples.items;

import dev.samovar.examples.guests.GuestWorker;
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
    public static JSObject newShop(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new Shop(), ctx, env);
    }

    @JSExport
    public static JSObject newWorker(JSObject main, JSObject env) {
        return Entry.worker(main, new GuestWorker("samovar-items", "SHOP"), bindings -> bindings, env);
    }
}
