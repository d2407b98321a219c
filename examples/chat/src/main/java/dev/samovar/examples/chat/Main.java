package dev.samovar.examples.chat;

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
    public static JSObject newChatRoom(JSObject main, JSObject ctx, JSObject env) {
        return Entry.durableObject(main, new ChatRoom(), ctx, env);
    }

    @JSExport
    public static JSObject newChatWorker(JSObject main, JSObject env) {
        return Entry.worker(main, new ChatWorker(), ChatEnv::new, env);
    }
}
