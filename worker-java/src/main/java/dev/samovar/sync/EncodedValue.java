package dev.samovar.sync;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.MessagePackWriter;

/** A row or a result that was encoded once and goes to many, or to many times. */
final class EncodedValue implements Encodable {
    private final byte[] bytes;

    /** Takes the bytes over. */
    EncodedValue(byte[] bytes) {
        this.bytes = bytes;
    }

    static EncodedValue of(Encodable value) {
        MessagePackWriter out = new MessagePackWriter();
        value.encodeTo(out);
        return new EncodedValue(out.toByteArray());
    }

    /** Not a copy. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public void encodeTo(MessagePackWriter out) {
        out.raw(bytes);
    }
}
