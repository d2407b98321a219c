package dev.samovar.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a frame, one after the other. An optional field that is {@code null} is left out. */
final class FieldWriter {
    private FieldWriter() {}

    static void begin(int size, String kind, FrameOutput out) {
        out.mapHeader(size);
        text("t", kind, out);
    }

    /** How many fields an optional component takes. */
    static int one(@Nullable Object component) {
        return component == null ? 0 : 1;
    }

    /** How many fields an optional list takes: none if it is empty. */
    static int some(List<?> component) {
        return component.isEmpty() ? 0 : 1;
    }

    static void position(String name, Position position, MessagePackWriter out) {
        out.text(name).decimal(position);
    }

    static void text(String name, String value, FrameOutput out) {
        out.text(name).text(value);
    }

    static void optional(String name, @Nullable String value, FrameOutput out) {
        if (value != null) {
            out.text(name).text(value);
        }
    }

    static void optional(String name, @Nullable Double value, FrameOutput out) {
        if (value != null) {
            out.text(name).number(value);
        }
    }

    static void optional(String name, @Nullable Encodable value, FrameOutput out) {
        if (value != null) {
            out.text(name).value(value);
        }
    }

    static void whole(String name, int value, FrameOutput out) {
        out.text(name).number((double) value);
    }

    static void optional(String name, @Nullable Integer value, FrameOutput out) {
        if (value != null) {
            whole(name, value, out);
        }
    }

    static void texts(String name, List<String> values, FrameOutput out) {
        out.text(name).arrayHeader(values.size());
        for (String value : values) {
            out.text(value);
        }
    }
}
