package dev.samovar.sync;

/**
 * How long a text or bytes may be. A text is counted in UTF-16 code units, as {@link String#length} and browsers do.
 *
 * @param max {@link Integer#MAX_VALUE} for no limit
 */
public record Length(int min, int max) {
    /** @throws IllegalArgumentException if {@code min} is negative or larger than {@code max} */
    public Length {
        if (min < 0 || min > max) {
            throw new IllegalArgumentException("No length is from " + min + " to " + max + ".");
        }
    }

    public static Length of(int min, int max) {
        return new Length(min, max);
    }

    public static Length max(int max) {
        return new Length(0, max);
    }

    boolean includes(int length) {
        return length >= min && length <= max;
    }

    /** For example {@code have 1 to 500 characters}. */
    String expected(String unit) {
        if (max == Integer.MAX_VALUE) {
            return "have at least " + min + " " + unit;
        }
        return "have " + (min == 0 ? "at most " : min == max ? "" : min + " to ") + max + " " + unit;
    }
}
