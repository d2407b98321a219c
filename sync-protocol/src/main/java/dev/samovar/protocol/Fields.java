package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one map of a frame, each read as what it must be. An optional field that is nil reads as absent. Every
 * method throws {@link MalformedException} if the field is not as its name says.
 */
final class Fields {
    private static final double MAX_SAFE_INTEGER = 9_007_199_254_740_991.0;

    private final String owner;
    private final ReadValue map;

    private Fields(String owner, ReadValue map) {
        this.owner = owner;
        this.map = map;
    }

    /** @param owner what the map is, for messages: the frame's kind, or a part of it */
    static Fields of(String owner, @Nullable ReadValue value) {
        if (value != null && value.isMap()) {
            return new Fields(owner, value);
        }
        throw new MalformedException("Malformed " + owner + ": it is not a map.");
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw malformed(name, "is missing");
        }
        return text;
    }

    String nonEmptyText(String name) {
        String text = text(name);
        requireNotEmpty(name, text);
        return text;
    }

    @Nullable
    String optionalNonEmptyText(String name) {
        String text = optionalText(name);
        if (text != null) {
            requireNotEmpty(name, text);
        }
        return text;
    }

    private void requireNotEmpty(String name, String text) {
        if (text.isEmpty()) {
            throw malformed(name, "is empty");
        }
    }

    @Nullable
    String optionalText(String name) {
        ReadValue value = optional(name);
        if (value == null) {
            return null;
        }
        String text = value.asText();
        if (text == null) {
            throw malformed(name, "is not a text");
        }
        return text;
    }

    /**
     * A primary key. A server may send a snapshot's key as the column's value; deltas carry the same key as text, so a
     * whole number becomes text here.
     */
    String keyText(String name) {
        if (optional(name) instanceof Value.Num number && number.isSafeInteger()) {
            return Long.toString((long) number.value());
        }
        return text(name);
    }

    @Nullable
    Double optionalNumber(String name) {
        ReadValue value = optional(name);
        if (value == null) {
            return null;
        }
        Double number = value.asNumber();
        if (number == null) {
            throw malformed(name, "is not a number");
        }
        return number;
    }

    /** A whole number from 0 to 2<sup>53</sup>-1. */
    double count(String name) {
        Double value = optionalCount(name);
        if (value == null) {
            throw malformed(name, "is missing");
        }
        return value;
    }

    @Nullable
    Double optionalCount(String name) {
        Double value = optionalNumber(name);
        if (value != null && !(value >= 0 && value <= MAX_SAFE_INTEGER && value == Math.floor(value))) {
            throw malformed(name, "is no whole number from 0 to 2^53-1");
        }
        return value;
    }

    /** A whole number from {@code least} to 2<sup>31</sup>-1. */
    int whole(String name, int least) {
        Integer value = optionalWhole(name, least);
        if (value == null) {
            throw malformed(name, "is missing");
        }
        return value;
    }

    @Nullable
    Integer optionalWhole(String name, int least) {
        Double value = optionalNumber(name);
        if (value == null) {
            return null;
        }
        int whole = value.intValue();
        if (whole != value || whole < least) {
            throw malformed(name, "is no whole number from " + least + " to 2^31-1");
        }
        return whole;
    }

    ReadValue map(String name) {
        ReadValue value = optionalMap(name);
        if (value == null) {
            throw malformed(name, "is missing");
        }
        return value;
    }

    @Nullable
    ReadValue optionalMap(String name) {
        ReadValue value = optional(name);
        if (value != null && !value.isMap()) {
            throw malformed(name, "is not a map");
        }
        return value;
    }

    ReadValue array(String name) {
        ReadValue value = optionalArray(name);
        if (value == null) {
            throw malformed(name, "is not an array");
        }
        return value;
    }

    @Nullable
    ReadValue optionalArray(String name) {
        ReadValue value = optional(name);
        if (value != null && value.size() < 0) {
            throw malformed(name, "is not an array");
        }
        return value;
    }

    /** Those of an array that may be missing: it is then empty. */
    List<String> optionalTexts(String name) {
        ReadValue items = optionalArray(name);
        return items == null ? new ArrayList<>() : texts(name, items);
    }

    /** The items of an array of texts. */
    List<String> texts(String name, ReadValue items) {
        List<String> texts = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            String text = items.item(i).asText();
            if (text == null) {
                throw malformed(name, "has an item that is not a text");
            }
            texts.add(text);
        }
        return texts;
    }

    Operation operation(String name) {
        Operation operation = Operation.parse(text(name));
        if (operation == null) {
            throw malformed(name, "is none of insert, update, delete");
        }
        return operation;
    }

    Position position(String name) {
        Position position = Position.parse(text(name));
        if (position == null) {
            throw malformed(name, "is no position: decimal digits from 0 to 2^53-1");
        }
        return position;
    }

    /** Any value but nil. */
    ReadValue value(String name) {
        ReadValue value = optional(name);
        if (value == null) {
            throw malformed(name, "is missing");
        }
        return value;
    }

    /** Any value; {@code null} if it is absent or nil. */
    @Nullable
    ReadValue optional(String name) {
        ReadValue value = map.get(name);
        return value == null || value.isNull() ? null : value;
    }

    MalformedException malformed(String name, String what) {
        return new MalformedException("Malformed " + owner + ": " + name + " " + what + ".");
    }
}
