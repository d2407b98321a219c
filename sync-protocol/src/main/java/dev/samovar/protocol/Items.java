package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The items of one array of a frame that stands for a record, each read as what it must be at its place. Items behind
 * the ones that are asked for are ignored. Every method throws {@link MalformedException} if the item is not as its
 * name says.
 */
final class Items {
    private final String owner;
    private final ReadValue items;

    private Items(String owner, ReadValue items) {
        this.owner = owner;
        this.items = items;
    }

    /**
     * The items of a value that must be an array.
     *
     * @param owner what the array is, for messages
     */
    static Items of(String owner, ReadValue value) {
        if (value.size() < 0) {
            throw new MalformedException("Malformed " + owner + ": it is not an array.");
        }
        return new Items(owner, value);
    }

    String text(int at, String name) {
        ReadValue value = optional(at);
        String text = value == null ? null : value.asText();
        if (text == null) {
            throw malformed(name, "is not a text");
        }
        return text;
    }

    ReadValue map(int at, String name) {
        ReadValue value = optional(at);
        if (value == null || !value.isMap()) {
            throw malformed(name, "is not a map");
        }
        return value;
    }

    /** A whole number; -1 if it is none, or none that fits. */
    int kind(int at) {
        ReadValue value = optional(at);
        Double number = value == null ? null : value.asNumber();
        return number != null && number == number.intValue() ? number.intValue() : -1;
    }

    /** Any value; {@code null} if it is nil or the array ends before it. */
    @Nullable
    ReadValue optional(int at) {
        if (at >= items.size()) {
            return null;
        }
        ReadValue value = items.item(at);
        return value.isNull() ? null : value;
    }

    MalformedException malformed(String name, String what) {
        return new MalformedException("Malformed " + owner + ": " + name + " " + what + ".");
    }
}
