package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Tells when the browser has a network again. Watches only on request, so that a client that is done is not kept. */
final class NetworkWatch {
    private final Runnable onOnline;
    private @Nullable JSObject listener;

    NetworkWatch(Runnable onOnline) {
        this.onOnline = onOnline;
    }

    void watch(boolean isWanted) {
        if (isWanted && listener == null) {
            listener = listen(onOnline::run);
        } else if (!isWanted && listener != null) {
            forget(listener);
            listener = null;
        }
    }

    @JSFunctor
    private interface Callback extends JSObject {
        void run();
    }

    /** Returns the function that listens. Not every runtime has events. */
    @JSBody(
            params = "callback",
            script = "var listener = function() { callback(); };"
                    + "if (globalThis.addEventListener) globalThis.addEventListener('online', listener);"
                    + "return listener;")
    private static native JSObject listen(Callback callback);

    @JSBody(
            params = "listener",
            script = "if (globalThis.removeEventListener) globalThis.removeEventListener('online', listener);")
    private static native void forget(JSObject listener);
}
