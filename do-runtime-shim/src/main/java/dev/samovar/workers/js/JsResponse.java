package dev.samovar.workers.js;

import dev.samovar.workers.Headers;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A response that was received. Returned from a handler it is passed on as it is, whatever its body. */
final class JsResponse implements Response {
    interface NativeResponse extends JSObject {
        @JSProperty
        int getStatus();

        @JSProperty
        JSObject getHeaders();

        @JSProperty
        @Nullable
        JSObject getWebSocket();

        JSObject text();
    }

    private final Coroutines coroutines;
    private final NativeResponse response;

    JsResponse(Coroutines coroutines, JSObject response) {
        this.coroutines = coroutines;
        this.response = (NativeResponse) response;
    }

    /** The runtime's own response if it is one, otherwise a new one. A body is read, so this may wait. */
    static JSObject toJs(Response response) {
        Objects.requireNonNull(
                response, "fetch() returned null. Return a Response, Response.text(404, ...) for example.");
        if (response instanceof JsResponse jsResponse) {
            return jsResponse.response;
        }
        String body = response.text();
        WebSocket socket = response.webSocket();
        try {
            JSObject headers = JsHeaders.toJs(response.headers());
            return socket == null
                    ? newResponse(response.status(), headers, mayHaveBody(response.status()) ? body : null)
                    : newUpgrade(response.status(), headers, JsWebSocket.js(socket));
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    /** The statuses for which {@code new Response} refuses even an empty body. */
    private static boolean mayHaveBody(int status) {
        return status != 101 && status != 204 && status != 205 && status != 304;
    }

    @Override
    public int status() {
        return response.getStatus();
    }

    @Override
    public Headers headers() {
        return JsHeaders.toJava(response.getHeaders());
    }

    @Override
    public String text() {
        return string(coroutines.await(response.text()));
    }

    @Override
    public @Nullable WebSocket webSocket() {
        JSObject socket = response.getWebSocket();
        return socket == null ? null : JsWebSocket.of(socket);
    }

    @JSBody(
            params = {"status", "headers", "body"},
            script = "return new Response(body, { status: status, headers: headers });")
    private static native JSObject newResponse(int status, JSObject headers, @Nullable String body);

    @JSBody(
            params = {"status", "headers", "socket"},
            script = "return new Response(null, { status: status, headers: headers, webSocket: socket });")
    private static native JSObject newUpgrade(int status, JSObject headers, JSObject socket);

    @JSBody(params = "value", script = "return value;")
    private static native String string(JSObject value);
}
