package dev.samovar.testkit;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.samovar.workers.Json;
import dev.samovar.workers.PlatformException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON.parse over Gson's strict reader; {@link JsonText} writes. */
final class GsonJson implements Json {
    /** An object or array that is being read. */
    private record Open(
            @Nullable Map<String, @Nullable Object> object,
            @Nullable List<@Nullable Object> array) {
        Object value() {
            return object != null ? object : requireArray();
        }

        List<@Nullable Object> requireArray() {
            if (array == null) {
                throw new IllegalStateException("An open value is an object or an array.");
            }
            return array;
        }
    }

    @Override
    public @Nullable Object parse(String text) {
        // Gson skips a byte order mark; JSON.parse does not.
        if (text.startsWith("\uFEFF")) {
            throw syntaxError("Unexpected byte order mark in JSON", null);
        }
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(Integer.MAX_VALUE);
            Object value = read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw syntaxError("Unexpected text after JSON", null);
            }
            return value;
        } catch (IOException | NumberFormatException e) {
            throw syntaxError(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads without recursion: the depth of a text from outside must not be that of the stack. */
    private static @Nullable Object read(JsonReader reader) throws IOException {
        Deque<Open> open = new ArrayDeque<>();
        while (true) {
            String name = reader.peek() == JsonToken.NAME ? reader.nextName() : null;
            Object value;
            switch (reader.peek()) {
                case BEGIN_OBJECT -> {
                    reader.beginObject();
                    Open started = new Open(new LinkedHashMap<>(), null);
                    add(open.peek(), name, started.value());
                    open.push(started);
                    continue;
                }
                case BEGIN_ARRAY -> {
                    reader.beginArray();
                    Open started = new Open(null, new ArrayList<>());
                    add(open.peek(), name, started.value());
                    open.push(started);
                    continue;
                }
                case END_OBJECT -> {
                    reader.endObject();
                    value = open.pop().value();
                }
                case END_ARRAY -> {
                    reader.endArray();
                    value = open.pop().value();
                }
                default -> {
                    value = scalar(reader);
                    add(open.peek(), name, value);
                }
            }
            if (open.isEmpty()) {
                return value;
            }
        }
    }

    private static void add(@Nullable Open parent, @Nullable String name, @Nullable Object value) {
        if (parent == null) {
            return;
        }
        if (parent.object() != null && name != null) {
            parent.object().put(name, value);
        } else {
            parent.requireArray().add(value);
        }
    }

    private static @Nullable Object scalar(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case STRING -> reader.nextString();
            // nextDouble() would refuse 1e400, which JavaScript reads as Infinity.
            case NUMBER -> Double.valueOf(reader.nextString());
            case BOOLEAN -> reader.nextBoolean();
            case NULL -> {
                reader.nextNull();
                yield null;
            }
            default -> throw syntaxError("Unexpected " + reader.peek() + " in JSON", null);
        };
    }

    private static PlatformException syntaxError(String message, @Nullable Throwable cause) {
        return new PlatformException("SyntaxError", message, null, cause);
    }

    @Override
    public String stringify(@Nullable Object value) {
        return JsonText.of(value);
    }
}
