package dev.samovar.workers.js;

import dev.samovar.workers.Callback;
import dev.samovar.workers.Console;
import dev.samovar.workers.Crypto;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Json;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.TextEncoding;
import dev.samovar.workers.Timeout;
import dev.samovar.workers.WebSocketPair;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** {@code globalThis}. */
final class JsGlobalScope implements GlobalScope {
    interface NativePair extends JSObject {
        @JSProperty("0")
        JSObject getClient();

        @JSProperty("1")
        JSObject getServer();
    }

    private final JsFetcher network;
    private final Crypto crypto;
    private final Json json = new JsJson();
    private final TextEncoding textEncoding = new JsTextEncoding();
    private final Console console = new JsConsole();

    JsGlobalScope(Coroutines coroutines) {
        this.network = new JsFetcher(coroutines, globalThis());
        this.crypto = new JsCrypto(coroutines);
    }

    @Override
    public long currentTimeMillis() {
        return (long) now();
    }

    /** The callback runs on an empty Java stack, so what it throws is logged here: nobody else would see it. */
    @Override
    public Timeout setTimeout(Callback callback, long delayMillis) {
        JSObject timer = setTimeout(
                () -> {
                    try {
                        callback.run();
                    } catch (Throwable thrown) {
                        console.error("A timer's callback failed.", thrown);
                    }
                },
                (double) delayMillis);
        return () -> clearTimeout(timer);
    }

    @Override
    public TextEncoding textEncoding() {
        return textEncoding;
    }

    @Override
    public Crypto crypto() {
        return crypto;
    }

    @Override
    public Json json() {
        return json;
    }

    @Override
    public Console console() {
        return console;
    }

    @Override
    public WebSocketPair newWebSocketPair() {
        NativePair pair;
        try {
            pair = newPair();
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
        return new WebSocketPair(JsWebSocket.of(pair.getClient()), JsWebSocket.of(pair.getServer()));
    }

    @Override
    public Response fetch(Request request) {
        return network.fetch(request);
    }

    @JSBody(script = "return globalThis;")
    private static native JSObject globalThis();

    @JSBody(script = "return Date.now();")
    private static native double now();

    @JSBody(
            params = {"job", "delayMillis"},
            script = "return setTimeout(job, delayMillis);")
    private static native JSObject setTimeout(Promises.Job job, double delayMillis);

    @JSBody(params = "timer", script = "clearTimeout(timer);")
    private static native void clearTimeout(JSObject timer);

    @JSBody(script = "return new WebSocketPair();")
    private static native NativePair newPair();
}
