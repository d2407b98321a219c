package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A place in the change log of one object: 0 before the first change, then the number of the newest change. Travels as
 * decimal text, and stays within JavaScript's exact numbers.
 *
 * <p>A {@code long} would be natural, but it is slow where it is compiled to JavaScript, and every frame has a
 * position.
 */
public final class Position implements Comparable<Position> {
    private static final double MAX_VALUE = (double) ((1L << 53) - 1);
    private static final int MAX_DIGITS = 16;

    /** Where a number is split, so that both halves are an {@code int}. */
    private static final double BILLION = 1_000_000_000d;

    private final double number;

    /**
     * @param value 0 to 2<sup>53</sup>-1
     * @throws IllegalArgumentException if the value is out of range
     */
    public Position(long value) {
        this(inRange(value));
    }

    private Position(double number) {
        this.number = number;
    }

    private static double inRange(long value) {
        if (value < 0 || value > (long) MAX_VALUE) {
            throw new IllegalArgumentException("No position has the number " + value + ": they run from 0 to 2^53-1.");
        }
        return (double) value;
    }

    /** Before the first change. */
    public static Position zero() {
        return new Position(0d);
    }

    /**
     * The position of a number.
     *
     * @param number an integer from 0 to 2<sup>53</sup>-1
     * @throws IllegalArgumentException if it is none
     */
    public static Position of(double number) {
        // Without the number: digits of a double or a long cost a compiled client more than they tell.
        if (!(number >= 0 && number <= MAX_VALUE && number == Math.floor(number))) {
            throw new IllegalArgumentException("A position is a whole number from 0 to 2^53-1, and another was given.");
        }
        return new Position(number);
    }

    /** Reads what {@link #toString} gives; {@code null} for anything else, such as a sign or a leading zero. */
    public static @Nullable Position parse(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_DIGITS || (length > 1 && text.charAt(0) == '0')) {
            return null;
        }
        double number = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            number = number * 10 + digit;
        }
        // What a double does not hold exactly is above the greatest, however it is rounded.
        return number <= MAX_VALUE ? of(number) : null;
    }

    /** 0 to 2<sup>53</sup>-1. */
    public long value() {
        return (long) number;
    }

    /** The same as {@link #value}, exactly. */
    public double number() {
        return number;
    }

    /**
     * The position of the following change.
     *
     * @throws IllegalArgumentException after 2^53-1, which no log reaches
     */
    public Position next() {
        return of(number + 1);
    }

    public boolean isAfter(Position other) {
        return number > other.number;
    }

    /** What is above the last nine digits. */
    int high() {
        // Rounding may take a quotient just below an integer to it.
        int high = (int) (number / BILLION);
        return high * BILLION > number ? high - 1 : high;
    }

    /** The last nine digits. */
    int low() {
        return (int) (number - (high() * BILLION));
    }

    @Override
    public int compareTo(Position other) {
        return Double.compare(number, other.number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Position position && position.number == number;
    }

    @Override
    public int hashCode() {
        return high() * 31 + low();
    }

    /** The number in decimal. */
    @Override
    public String toString() {
        int high = high();
        // Not Integer.toString, which brings a second kind of builder into a compiled client.
        if (high == 0) {
            return "" + low();
        }
        // With a digit in front, so that zeros stay.
        String low = "" + ((int) BILLION + low());
        return high + low.substring(1);
    }
}
