package dev.samovar.codegen;

import org.jspecify.annotations.Nullable;

/** What {@code @Limit} gives; an end that is {@code null} is open. */
record Bounds(@Nullable Long min, @Nullable Long max) {
    static final Bounds NONE = new Bounds(null, null);

    boolean isOpen() {
        return min == null && max == null;
    }

    Bounds within(long least, long most) {
        return new Bounds(min == null ? Long.valueOf(least) : min, max == null ? Long.valueOf(most) : max);
    }

    /** As an argument of {@code RowReader}. */
    String range() {
        if (max == null) {
            return "#dev.samovar.sync/Range#.min(" + literal(min) + ")";
        }
        return min == null
                ? "#dev.samovar.sync/Range#.max(" + literal(max) + ")"
                : "#dev.samovar.sync/Range#.of(" + literal(min) + ", " + literal(max) + ")";
    }

    /** As an argument of {@code RowReader}. */
    String length() {
        if (max == null) {
            return "#dev.samovar.sync/Length#.of(" + literal(min == null ? 0 : min) + ", Integer.MAX_VALUE)";
        }
        return min == null
                ? "#dev.samovar.sync/Length#.max(" + literal(max) + ")"
                : "#dev.samovar.sync/Length#.of(" + literal(min) + ", " + literal(max) + ")";
    }

    private static String literal(@Nullable Long value) {
        long number = value == null ? 0 : value;
        return number + (number == (int) number ? "" : "L");
    }
}
