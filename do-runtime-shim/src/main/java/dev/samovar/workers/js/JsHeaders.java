package dev.samovar.workers.js;

import dev.samovar.workers.Headers;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/** Headers between Java and JavaScript. JavaScript joins equal names with a comma, {@code set-cookie} excepted. */
final class JsHeaders {
    private JsHeaders() {}

    static Headers toJava(JSObject headers) {
        Headers result = new Headers();
        JSArrayReader<JSArrayReader<JSString>> entries = entries(headers);
        for (int i = 0; i < entries.getLength(); i++) {
            JSArrayReader<JSString> entry = entries.get(i);
            result.append(entry.get(0).stringValue(), entry.get(1).stringValue());
        }
        return result;
    }

    /** @throws dev.samovar.workers.PlatformException if a name or value is not allowed in HTTP */
    static JSObject toJs(Headers headers) {
        JSObject result = newHeaders();
        try {
            headers.forEach((name, value) -> append(result, name, value));
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
        return result;
    }

    @JSBody(script = "return new Headers();")
    private static native JSObject newHeaders();

    @JSBody(
            params = {"headers", "name", "value"},
            script = "headers.append(name, value);")
    private static native void append(JSObject headers, String name, String value);

    @JSBody(params = "headers", script = "return Array.from(headers);")
    private static native JSArrayReader<JSArrayReader<JSString>> entries(JSObject headers);
}
