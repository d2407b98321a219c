package dev.samovar.client.web;

import dev.samovar.client.SyncClient;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * Tells a client what the browser says of its network, and when a page is looked at again. Watches only on request, so
 * that a client that is done is not kept.
 */
final class NetworkWatch {
    /** Hears what happens. */
    @JSFunctor
    interface Listener extends JSObject {
        /**
         * Something happened.
         *
         * @param event {@code online}, {@code offline} or {@code visible}
         */
        void accept(String event);
    }

    private final Listener listener;
    private @Nullable JSObject handler;

    NetworkWatch(SyncClient client) {
        this.listener = event -> {
            if (event.equals("visible")) {
                client.shown();
            } else {
                client.networkChanged(event.equals("online"));
            }
        };
    }

    void watch(boolean isWanted) {
        if (isWanted && handler == null) {
            handler = listen(listener);
        } else if (!isWanted && handler != null) {
            forget(handler);
            handler = null;
        }
    }

    /** Returns the function that listens. Not every runtime has events, or a document. */
    @JSBody(
            params = "listener",
            script = "var handler = function(event) {"
                    + "  if (event.type !== 'visibilitychange') listener(event.type);"
                    + "  else if (document.visibilityState === 'visible') listener('visible');"
                    + "};"
                    + "if (globalThis.addEventListener) {"
                    + "  addEventListener('online', handler);"
                    + "  addEventListener('offline', handler);"
                    + "}"
                    + "if (globalThis.document) document.addEventListener('visibilitychange', handler);"
                    + "return handler;")
    private static native JSObject listen(Listener listener);

    @JSBody(
            params = "handler",
            script = "if (globalThis.removeEventListener) {"
                    + "  removeEventListener('online', handler);"
                    + "  removeEventListener('offline', handler);"
                    + "}"
                    + "if (globalThis.document) document.removeEventListener('visibilitychange', handler);")
    private static native void forget(JSObject handler);
}
