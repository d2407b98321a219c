package dev.samovar.client.web;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.FrameOutput;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSBodyImport;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** A frame that {@code messagepack.js} writes. */
final class BrowserFrame implements FrameOutput {
    private final JSObject out = empty();

    private BrowserFrame() {}

    static byte[] encode(ClientFrame frame) {
        BrowserFrame written = new BrowserFrame();
        frame.writeTo(written);
        return bytes(written.out);
    }

    @Override
    public FrameOutput mapHeader(int size) {
        putMap(out, size);
        return this;
    }

    @Override
    public FrameOutput arrayHeader(int size) {
        putArray(out, size);
        return this;
    }

    @Override
    public FrameOutput text(String text) {
        putText(out, text);
        return this;
    }

    @Override
    public FrameOutput number(double value) {
        putNumber(out, value);
        return this;
    }

    @Override
    public FrameOutput value(Encodable value) {
        // What the server told to say again is as it was read; what the user gave is bytes already.
        EncodedValue encoded = value instanceof JsValue read ? read.encoded() : (EncodedValue) value;
        putBytes(out, encoded.bytes);
        return this;
    }

    /** Of numbers, the lowest 8 bits of which count. */
    @JSBody(script = "return [];")
    private static native JSObject empty();

    @JSBody(params = "out", script = "return Int8Array.from(out);")
    @JSByRef
    private static native byte[] bytes(JSObject out);

    @JSBody(
            params = {"out", "size"},
            imports = @JSBodyImport(alias = "messagepack", fromModule = "./messagepack.js"),
            script = "messagepack.putMap(out, size);")
    private static native void putMap(JSObject out, int size);

    @JSBody(
            params = {"out", "size"},
            imports = @JSBodyImport(alias = "messagepack", fromModule = "./messagepack.js"),
            script = "messagepack.putArray(out, size);")
    private static native void putArray(JSObject out, int size);

    @JSBody(
            params = {"out", "text"},
            imports = @JSBodyImport(alias = "messagepack", fromModule = "./messagepack.js"),
            script = "messagepack.putText(out, text);")
    private static native void putText(JSObject out, String text);

    @JSBody(
            params = {"out", "value"},
            imports = @JSBodyImport(alias = "messagepack", fromModule = "./messagepack.js"),
            script = "messagepack.putNumber(out, value);")
    private static native void putNumber(JSObject out, double value);

    @JSBody(
            params = {"out", "bytes"},
            imports = @JSBodyImport(alias = "messagepack", fromModule = "./messagepack.js"),
            script = "messagepack.putBytes(out, bytes);")
    private static native void putBytes(JSObject out, JSObject bytes);
}
