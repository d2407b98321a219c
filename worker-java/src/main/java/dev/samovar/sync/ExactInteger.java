package dev.samovar.sync;

import dev.samovar.workers.internal.Int64;
import org.jspecify.annotations.Nullable;

/** Integers that the runtime reads as a double, and so as another one: their text is exact. */
final class ExactInteger {
    private static final double FIRST_INEXACT = 0x1p53;
    /** Of {@link #FIRST_INEXACT}: a shorter text was text. */
    private static final int MIN_DIGITS = 16;

    private ExactInteger() {}

    /** Whether a value that was read may have been another integer. */
    static boolean isRounded(@Nullable Object read) {
        return read instanceof Double number && Math.abs(number) >= FIRST_INEXACT;
    }

    /**
     * The integer of a text that SQLite made.
     *
     * @param otherwise what it is if the text is of no integer: that of a REAL has a point, or says that it is infinite
     */
    static @Nullable Object of(String text, @Nullable Object otherwise) {
        Long integer = Int64.parse(text);
        return integer == null ? otherwise : integer;
    }

    /** A column of bigints that has no text beside it: what is rounded reads as its text. */
    static String select(String quoted) {
        return "CASE WHEN typeof(" + quoted + ") = 'integer' AND " + quoted
                + " NOT BETWEEN -9007199254740991 AND 9007199254740991 THEN CAST(" + quoted + " AS TEXT) ELSE "
                + quoted + " END";
    }

    /** What {@link #select} read. */
    static @Nullable Object selected(@Nullable Object read) {
        return read instanceof String text && text.length() >= MIN_DIGITS ? of(text, read) : read;
    }
}
