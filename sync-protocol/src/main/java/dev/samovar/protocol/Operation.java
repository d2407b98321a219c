package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/** What is done to a row. */
public enum Operation {
    INSERT("insert"),
    UPDATE("update"),
    DELETE("delete");

    private final String wireName;

    Operation(String wireName) {
        this.wireName = wireName;
    }

    /** The name in frames and in the change log. */
    public String wireName() {
        return wireName;
    }

    /** Reads what {@link #wireName} gives; {@code null} for anything else. */
    public static @Nullable Operation parse(String wireName) {
        if (wireName.equals(INSERT.wireName)) {
            return INSERT;
        }
        if (wireName.equals(UPDATE.wireName)) {
            return UPDATE;
        }
        return wireName.equals(DELETE.wireName) ? DELETE : null;
    }
}
