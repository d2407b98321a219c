package dev.samovar.sync;

import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackReader;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Value;

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

    /** What {@link #of} has encoded. */
    static Value decoded(byte[] bytes) {
        if (MessagePackReader.read(bytes, Limits.CLIENT_INBOUND) instanceof Decoding.Ok<Value> ok) {
            return ok.value();
        }
        throw new IllegalStateException("The database holds a value that cannot be read.");
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
