package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one map of a frame, each read as what it must be. An optional field that is nil reads as absent. Every
 * method throws {@link MalformedException} if the field is not as its name says.
 */
final class Fields {
    private final String owner;
    private final Value.Map map;

    private Fields(String owner, Value.Map map) {
        this.owner = owner;
        this.map = map;
    }

    /** @param owner what the map is, for messages: the frame's kind, or a part of it */
    static Fields of(String owner, @Nullable Value value) {
        if (value instanceof Value.Map map) {
            return new Fields(owner, map);
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
        Value value = optional(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Text text) {
            return text.value();
        }
        throw malformed(name, "is not a text");
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
        Value value = optional(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Num number) {
            return number.value();
        }
        throw malformed(name, "is not a number");
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
        if (value != null && (value < 0 || !Value.of(value.doubleValue()).isSafeInteger())) {
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

    Value.Map map(String name) {
        Value.Map value = optionalMap(name);
        if (value == null) {
            throw malformed(name, "is missing");
        }
        return value;
    }

    Value.@Nullable Map optionalMap(String name) {
        Value value = optional(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Map inner) {
            return inner;
        }
        throw malformed(name, "is not a map");
    }

    List<Value> array(String name) {
        if (optional(name) instanceof Value.Array array) {
            return array.items();
        }
        throw malformed(name, "is not an array");
    }

    /** An array that may be missing: it is then empty. */
    List<Value> optionalArray(String name) {
        return optional(name) == null ? new ArrayList<>() : array(name);
    }

    /** An array of texts. */
    List<String> texts(String name, List<Value> items) {
        List<String> texts = new ArrayList<>(items.size());
        for (Value item : items) {
            if (!(item instanceof Value.Text text)) {
                throw malformed(name, "has an item that is not a text");
            }
            texts.add(text.value());
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
    Value value(String name) {
        Value value = optional(name);
        if (value == null) {
            throw malformed(name, "is missing");
        }
        return value;
    }

    /** Any value; {@code null} if it is absent or nil. */
    @Nullable
    Value optional(String name) {
        Value value = map.get(name);
        return value == Value.NULL ? null : value;
    }

    MalformedException malformed(String name, String what) {
        return new MalformedException("Malformed " + owner + ": " + name + " " + what + ".");
    }
}
