package dev.samovar.sync;

/**
 * Which numbers are allowed, both ends included.
 *
 * @param min a whole number, because a message names it, and code that prints fractions is large
 * @param max a whole number
 */
public record Range(double min, double max) {
    /** What an {@code int} holds. */
    public static final Range INT = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** @throws IllegalArgumentException unless {@code min} is at most {@code max}, and both are whole */
    public Range {
        if (!(min <= max) || Math.floor(min) != min || Math.floor(max) != max) {
            throw new IllegalArgumentException("A range has two whole numbers, the smaller one first.");
        }
    }

    public static Range of(double min, double max) {
        return new Range(min, max);
    }

    public static Range min(double min) {
        return new Range(min, Double.POSITIVE_INFINITY);
    }

    public static Range max(double max) {
        return new Range(Double.NEGATIVE_INFINITY, max);
    }

    boolean includes(double number) {
        return number >= min && number <= max;
    }

    /** For example {@code be 0 to 5}. */
    String expected() {
        if (max == Double.POSITIVE_INFINITY) {
            return "be at least " + whole(min);
        }
        return "be " + (min == Double.NEGATIVE_INFINITY ? "at most " : whole(min) + " to ") + whole(max);
    }

    private static String whole(double number) {
        return Long.toString((long) number);
    }
}
