package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A place in the change log of one object: 0 before the first change, then the number of the newest change. Travels as
 * decimal text, and stays within JavaScript's exact numbers.
 *
 * @param value 0 to 2<sup>53</sup>-1
 */
public record Position(long value) implements Comparable<Position> {
    /** Before the first change. */
    public static final Position ZERO = new Position(0);

    private static final long MAX_VALUE = (1L << 53) - 1;
    private static final int MAX_DIGITS = 16;

    /** @throws IllegalArgumentException if the value is out of range */
    public Position {
        if (value < 0 || value > MAX_VALUE) {
            throw new IllegalArgumentException("No position has the number " + value + ": they run from 0 to 2^53-1.");
        }
    }

    /** Reads what {@link #toString} gives; {@code null} for anything else, such as a sign or a leading zero. */
    public static @Nullable Position parse(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_DIGITS || (length > 1 && text.charAt(0) == '0')) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            value = value * 10 + digit;
        }
        return value <= MAX_VALUE ? new Position(value) : null;
    }

    /**
     * The position of the following change.
     *
     * @throws IllegalArgumentException after 2^53-1, which no log reaches
     */
    public Position next() {
        return new Position(value + 1);
    }

    public boolean isAfter(Position other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    /** The number in decimal. */
    @Override
    public String toString() {
        int small = (int) value;
        return small == value ? Integer.toString(small) : Long.toString(value);
    }
}
