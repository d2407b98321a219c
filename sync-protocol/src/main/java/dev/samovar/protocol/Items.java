package dev.samovar.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of one array of a frame that stands for a record, each read as what it must be at its place. Items behind
 * the ones that are asked for are ignored. Every method throws {@link MalformedException} if the item is not as its
 * name says.
 */
final class Items {
    private final String owner;
    private final List<Value> items;

    private Items(String owner, List<Value> items) {
        this.owner = owner;
        this.items = items;
    }

    /**
     * The items of a value that must be an array.
     *
     * @param owner what the array is, for messages
     */
    static Items of(String owner, Value value) {
        if (value instanceof Value.Array array) {
            return new Items(owner, array.items());
        }
        throw new MalformedException("Malformed " + owner + ": it is not an array.");
    }

    String text(int at, String name) {
        if (optional(at) instanceof Value.Text text) {
            return text.value();
        }
        throw malformed(name, "is not a text");
    }

    Value.Map map(int at, String name) {
        if (optional(at) instanceof Value.Map map) {
            return map;
        }
        throw malformed(name, "is not a map");
    }

    /** A whole number; -1 if it is none, or none that fits. */
    int kind(int at) {
        if (optional(at) instanceof Value.Num number && number.value() == (int) number.value()) {
            return (int) number.value();
        }
        return -1;
    }

    /** Any value; {@code null} if it is nil or the array ends before it. */
    @Nullable
    Value optional(int at) {
        if (at >= items.size()) {
            return null;
        }
        Value value = items.get(at);
        return value == Value.NULL ? null : value;
    }

    MalformedException malformed(String name, String what) {
        return new MalformedException("Malformed " + owner + ": " + name + " " + what + ".");
    }
}
