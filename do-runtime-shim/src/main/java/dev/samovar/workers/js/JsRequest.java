package dev.samovar.workers.js;

import dev.samovar.workers.Headers;
import dev.samovar.workers.Request;
import dev.samovar.workers.Url;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A request that came in. */
final class JsRequest implements Request {
    interface NativeRequest extends JSObject {
        @JSProperty
        String getMethod();

        @JSProperty
        String getUrl();

        @JSProperty
        JSObject getHeaders();

        JSObject text();
    }

    private final Coroutines coroutines;
    private final NativeRequest request;
    private @Nullable Url url;
    private @Nullable Headers headers;

    JsRequest(Coroutines coroutines, JSObject request) {
        this.coroutines = coroutines;
        this.request = (NativeRequest) request;
    }

    /** The runtime's own request if it is one, otherwise a new one. A body is read, so this may wait. */
    static JSObject toJs(Request request) {
        if (request instanceof JsRequest jsRequest) {
            return jsRequest.request;
        }
        String body = request.text();
        try {
            return newRequest(
                    request.url().toString(),
                    request.method(),
                    JsHeaders.toJs(request.headers()),
                    body.isEmpty() ? null : body);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public Url url() {
        if (url == null) {
            url = Url.parse(request.getUrl());
        }
        return url;
    }

    @Override
    public Headers headers() {
        if (headers == null) {
            headers = JsHeaders.toJava(request.getHeaders());
        }
        return headers.copy();
    }

    @Override
    public String text() {
        return string(coroutines.await(request.text()));
    }

    /** The runtime knows an upgrade by its header, so that one stays. */
    @Override
    public Request withHeaders(Headers others) {
        Headers sent = others;
        String upgrade = headers().get("upgrade");
        if (upgrade != null && !others.has("upgrade")) {
            sent = others.copy().set("upgrade", upgrade);
        }
        try {
            return new JsRequest(coroutines, withHeaders(request, JsHeaders.toJs(sent)));
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @JSBody(
            params = {"url", "method", "headers", "body"},
            script = "return new Request(url, { method: method, headers: headers, body: body });")
    private static native JSObject newRequest(String url, String method, JSObject headers, @Nullable String body);

    @JSBody(
            params = {"request", "headers"},
            script = "return new Request(request, { headers: headers });")
    private static native JSObject withHeaders(JSObject request, JSObject headers);

    @JSBody(params = "value", script = "return value;")
    private static native String string(JSObject value);
}
