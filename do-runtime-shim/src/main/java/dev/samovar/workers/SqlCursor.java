package dev.samovar.workers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one statement, read forward. It stands before the first row. Columns are counted from 0.
 *
 * <p>A getter throws {@link IllegalStateException} before {@link #next} and after the last row, and if the value is of
 * another type than asked for; the message names the column.
 */
public interface SqlCursor {
    /** Moves to the next row; {@code false} when there is none. */
    boolean next();

    /**
     * Moves to the only row and returns this.
     *
     * @throws IllegalStateException if there is no row, or more than one
     */
    SqlCursor one();

    /** All rows not yet read, each a list of what {@link #get} gives. */
    List<List<@Nullable Object>> toList();

    /** The names as the statement gives them; a join may repeat one. */
    List<String> columnNames();

    SqlType type(int column);

    default boolean isNull(int column) {
        return type(column) == SqlType.NULL;
    }

    /**
     * An integer. The runtime reads an INTEGER as a JavaScript number, which is exact only up to 2<sup>53</sup>-1; a
     * column that may hold more is read exactly as {@code CAST(column AS TEXT)}, which this method parses.
     *
     * @throws IllegalStateException if the value is NULL or not integral, or a number beyond 2<sup>53</sup>-1
     */
    long getLong(int column);

    double getDouble(int column);

    String getString(int column);

    /** The UTF-16 units of a text; -1 if the value is of another type. */
    default int textLength(int column) {
        return type(column) == SqlType.TEXT ? getString(column).length() : -1;
    }

    /**
     * Puts the characters of a text into an array, a byte each: quicker than making a {@link String} of it.
     *
     * @return {@code false} if one of them is beyond ASCII; then the array has some of the others
     */
    default boolean copyAscii(int column, byte[] target, int offset) {
        String text = getString(column);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '\u007f') {
                return false;
            }
            target[offset + i] = (byte) text.charAt(i);
        }
        return true;
    }

    /** A copy of the bytes. */
    byte[] getBytes(int column);

    /** A number: {@code true} unless 0. */
    boolean getBoolean(int column);

    /** {@code null}, {@link Double}, {@link String} or {@code byte[]}. */
    @Nullable
    Object get(int column);

    /** Rows the statement has read so far, as Cloudflare bills them. */
    long rowsRead();

    /** Rows the statement has written, those of indexes and triggers included, as Cloudflare bills them. */
    long rowsWritten();
}
