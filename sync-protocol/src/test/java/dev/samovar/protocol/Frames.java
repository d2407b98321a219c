package dev.samovar.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Decoding.Malformed;
import dev.samovar.protocol.Decoding.Ok;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Short ways to bytes and back. */
final class Frames {
    private Frames() {}

    static byte[] bytes(Encodable value) {
        MessagePackWriter out = new MessagePackWriter();
        value.encodeTo(out);
        return out.toByteArray();
    }

    static byte[] bytes(ClientFrame frame) {
        return bytes((Encodable) out -> FrameWriter.write(frame, out));
    }

    static byte[] bytes(ServerFrame frame) {
        return bytes((Encodable) out -> FrameWriter.write(frame, out));
    }

    static String hex(Encodable value) {
        return HexFormat.of().formatHex(bytes(value));
    }

    static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** The map with a field more, or with another value of it. */
    static Value.Map with(Value.Map map, String key, Value value) {
        Map<String, Value> entries = new LinkedHashMap<>(map.entries());
        entries.put(key, value);
        return new Value.Map(entries);
    }

    static Value.Map without(Value.Map map, String key) {
        Map<String, Value> entries = new LinkedHashMap<>(map.entries());
        entries.remove(key);
        return new Value.Map(entries);
    }

    static ClientFrame clientFrame(byte[] bytes) {
        return ok(FrameReader.clientFrame(bytes, Limits.SERVER_INBOUND));
    }

    static ServerFrame serverFrame(byte[] bytes) {
        return ok(FrameReader.serverFrame(bytes, Limits.CLIENT_INBOUND));
    }

    static <T> T ok(Decoding<T> decoding) {
        assertThat(decoding).isInstanceOf(Ok.class);
        return ((Ok<T>) decoding).value();
    }

    static <T> String reason(Decoding<T> decoding) {
        assertThat(decoding).isInstanceOf(Malformed.class);
        return ((Malformed<T>) decoding).reason();
    }
}
