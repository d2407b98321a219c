package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/** Why the rows of a subscription are void. The wire names are never renamed, never used again for something else. */
public enum ResetReason {
    /** The position is of another history: the database was wiped, restored or copied. */
    EPOCH("epoch"),

    /** The changes after the position are no longer kept. */
    PRUNED("pruned"),

    /** The changes after the position were merged, so that it is not known which rows have left. */
    COMPACTED("compacted"),

    /** A migration has run. */
    SCHEMA("schema"),

    /** What the user may see has changed. */
    SCOPE("scope"),

    /** The rows are a window by order and limit that cannot be mended with single changes. */
    WINDOW("window");

    private final String wireName;

    ResetReason(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The constant of a wire name; {@code null} for a reason that is not listed here. */
    public static @Nullable ResetReason parse(String wireName) {
        for (ResetReason reason : values()) {
            if (reason.wireName.equals(wireName)) {
                return reason;
            }
        }
        return null;
    }
}
