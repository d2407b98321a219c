package dev.samovar.client.web;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.MessagePackWriter;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** A value of the user, which {@code messagepack.js} has written to bytes. */
final class EncodedValue implements Encodable {
    /** A {@code Uint8Array}. */
    final JSObject bytes;

    EncodedValue(JSObject bytes) {
        this.bytes = bytes;
    }

    /** @param bytes a {@code Uint8Array} that is the whole of its buffer; {@code null} for no value */
    static @Nullable EncodedValue of(@Nullable JSObject bytes) {
        return bytes == null ? null : new EncodedValue(bytes);
    }

    @Override
    public void encodeTo(MessagePackWriter out) {
        out.raw(signed(bytes));
    }

    @JSBody(params = "bytes", script = "return new Int8Array(bytes.buffer);")
    @JSByRef
    private static native byte[] signed(JSObject bytes);
}
