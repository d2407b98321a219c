package dev.samovar.workers.js;

import dev.samovar.workers.Fetcher;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Anything with a {@code fetch} function: a binding, or {@code globalThis} for the network. */
class JsFetcher implements Fetcher {
    private final Coroutines coroutines;
    private final JSObject fetcher;

    JsFetcher(Coroutines coroutines, JSObject fetcher) {
        this.coroutines = coroutines;
        this.fetcher = fetcher;
    }

    @Override
    public final Response fetch(Request request) {
        JSObject sent = JsRequest.toJs(request);
        JSObject promise;
        try {
            promise = fetch(fetcher, sent);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
        return new JsResponse(coroutines, coroutines.await(promise));
    }

    @JSBody(
            params = {"fetcher", "request"},
            script = "return fetcher.fetch(request);")
    private static native JSObject fetch(JSObject fetcher, JSObject request);
}
