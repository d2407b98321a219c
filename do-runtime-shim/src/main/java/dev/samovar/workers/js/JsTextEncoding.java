package dev.samovar.workers.js;

import dev.samovar.workers.TextEncoding;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** {@code TextEncoder}, {@code TextDecoder}, {@code btoa} and {@code atob}. */
final class JsTextEncoding implements TextEncoding {
    @Override
    public byte[] toUtf8(String text) {
        return encode(text);
    }

    @Override
    public String fromUtf8(byte[] bytes) {
        return decode(bytes);
    }

    @Override
    public String toBase64Url(byte[] bytes) {
        return toBase64(bytes);
    }

    @Override
    public byte[] fromBase64Url(String text) {
        JSObject buffer = fromBase64(text);
        if (buffer == null) {
            throw new IllegalArgumentException("The text is not base64url without padding.");
        }
        return Bytes.wrap(buffer);
    }

    @JSBody(params = "text", script = "return new Int8Array(new TextEncoder().encode(text).buffer);")
    @JSByRef
    private static native byte[] encode(String text);

    @JSBody(params = "bytes", script = "return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);")
    private static native String decode(@JSByRef byte[] bytes);

    @JSBody(
            params = "bytes",
            script = "var text = ''; var unsigned = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);"
                    + "for (var i = 0; i < unsigned.length; i++) { text += String.fromCharCode(unsigned[i]); }"
                    + "return btoa(text).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');")
    private static native String toBase64(@JSByRef byte[] bytes);

    @JSBody(
            params = "text",
            script = "if (!/^[\\w-]*$/.test(text)) { return null; }"
                    + "try { var raw = atob(text.replace(/-/g, '+').replace(/_/g, '/')); } catch (e) { return null; }"
                    + "var bytes = new Int8Array(raw.length);"
                    + "for (var i = 0; i < raw.length; i++) { bytes[i] = raw.charCodeAt(i); } return bytes.buffer;")
    private static native @Nullable JSObject fromBase64(String text);
}
