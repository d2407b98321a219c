package dev.samovar.workers.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** Bytes between Java and JavaScript. A Java array stands on an {@code Int8Array}, which JavaScript sees directly. */
final class Bytes {
    private Bytes() {}

    /** A typed array on the array's own memory. Nothing is copied, and for all of it nothing is made either. */
    @JSBody(
            params = {"source", "offset", "length"},
            script = "return length === source.length ? source"
                    + " : new Uint8Array(source.buffer, source.byteOffset + offset, length);")
    static native JSObject view(@JSByRef byte[] source, int offset, int length);

    /** A Java array on the memory of an {@code ArrayBuffer}. Nothing is copied. */
    @JSBody(params = "buffer", script = "return new Int8Array(buffer);")
    @JSByRef
    static native byte[] wrap(JSObject buffer);

    /** An {@code ArrayBuffer} of exactly these bytes. */
    @JSBody(params = "source", script = "return source.slice().buffer;")
    static native JSObject copyToBuffer(@JSByRef byte[] source);

    /** A Java array with a copy of an {@code ArrayBuffer}. */
    @JSBody(params = "buffer", script = "return new Int8Array(buffer.slice(0));")
    @JSByRef
    static native byte[] copy(JSObject buffer);

    @JSBody(params = "value", script = "return value instanceof ArrayBuffer;")
    static native boolean isBuffer(JSObject value);
}
