package dev.samovar.client.web;

import dev.samovar.client.Timers;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** {@code setTimeout}. */
final class BrowserTimers implements Timers {
    @Override
    public Timer start(int delayMillis, Runnable task) {
        JSObject handle = set(task::run, delayMillis);
        return () -> clear(handle);
    }

    @Override
    public double nowMillis() {
        return now();
    }

    @JSFunctor
    private interface Callback extends JSObject {
        void run();
    }

    @JSBody(
            params = {"callback", "delayMillis"},
            script = "return setTimeout(callback, delayMillis);")
    private static native JSObject set(Callback callback, int delayMillis);

    @JSBody(params = "handle", script = "clearTimeout(handle);")
    private static native void clear(JSObject handle);

    @JSBody(script = "return Date.now();")
    private static native double now();
}
