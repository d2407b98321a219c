package dev.samovar.workers.internal;

import org.jspecify.annotations.Nullable;

/** Integers of 64 bits as text, in decimal. */
public final class Int64 {
    /** With one more, a number may come back to its own sign beyond 64 bits. */
    private static final int MAX_DIGITS = 19;

    private Int64() {}

    /**
     * Reads what {@link Long#toString(long)} gives; {@code null} for anything that is no such number. Compiled,
     * {@link Long#parseLong} brings the digits of all scripts along.
     */
    public static @Nullable Long parse(String text) {
        boolean isNegative = text.startsWith("-");
        int start = isNegative ? 1 : 0;
        int count = text.length() - start;
        if (count < 1 || count > MAX_DIGITS) {
            return null;
        }
        // Below zero there is one number more.
        long negated = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            negated = negated * 10 - digit;
        }
        boolean isBeyond = negated > 0 || (!isNegative && negated == Long.MIN_VALUE);
        return isBeyond ? null : Long.valueOf(isNegative ? negated : -negated);
    }
}
