package dev.samovar.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A frame that {@code @msgpack/msgpack} 3.1.3 encoded, out of a file in {@code frames}.
 *
 * @param bytes the frame as it comes
 * @param rewritten the same frame as this library writes it: different bytes only where the wire has two forms for one
 *     thing, such as nil for an absent field
 */
// The warning is about equality by identity; golden frames are not compared.
@SuppressWarnings("ArrayRecordComponent")
record GoldenFrame(String name, byte[] bytes, byte[] rewritten) {
    /** Frames captured from clients and servers of other makers. */
    static List<GoldenFrame> foreign() {
        return read("foreign-client.json");
    }

    /** Frames that the foreign ones do not cover: additive kinds, nil-valued fields, bytes as extension type 0. */
    static List<GoldenFrame> own() {
        return read("samovar.json");
    }

    /** Frames of {@code samovar/1}: every kind with all it can have and with the least it must. */
    static List<GoldenFrame> samovar1() {
        return read("samovar-1.json");
    }

    static List<GoldenFrame> all() {
        List<GoldenFrame> all = new ArrayList<>(foreign());
        all.addAll(own());
        all.addAll(samovar1());
        return all;
    }

    static byte[] bytesOf(String name) {
        for (GoldenFrame frame : all()) {
            if (frame.name.equals(name)) {
                return frame.bytes;
            }
        }
        throw new IllegalArgumentException("No golden frame has the name " + name + ".");
    }

    /** Frames are told apart by their field {@code t}, which no two kinds share. */
    boolean isFromClient() {
        Value.Map map = (Value.Map) MessagePackReader.readOrThrow(bytes, Limits.CLIENT_INBOUND);
        String type = ((Value.Text) Objects.requireNonNull(map.get("t"))).value();
        return ClientFrame.Kind.parse(type) != null;
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<GoldenFrame> read(String file) {
        List<GoldenFrame> frames = new ArrayList<>();
        for (Map.Entry<String, JsonElement> entry : parse(file).entrySet()) {
            JsonElement value = entry.getValue();
            byte[] bytes = base64(value.isJsonObject() ? value.getAsJsonObject().get("frame") : value);
            boolean isRewritten =
                    value.isJsonObject() && value.getAsJsonObject().has("rewritten");
            byte[] rewritten = isRewritten ? base64(value.getAsJsonObject().get("rewritten")) : bytes;
            frames.add(new GoldenFrame(entry.getKey(), bytes, rewritten));
        }
        return frames;
    }

    private static JsonObject parse(String file) {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(GoldenFrame.class.getResourceAsStream("/frames/" + file)),
                StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] base64(JsonElement text) {
        return Base64.getDecoder().decode(text.getAsString());
    }
}
