package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A value of a frame that was read, in the form in which the reader's platform has values: {@link Value}, or an object
 * of JavaScript. A frame's own fields are found with these methods; what belongs to an application, such as a row, is
 * handed on as it is.
 */
public interface ReadValue extends Encodable {
    default boolean isNull() {
        return false;
    }

    default boolean isMap() {
        return false;
    }

    /** The value of a map's key; {@code null} or a null if the key is absent. To be asked of a map only. */
    default @Nullable ReadValue get(String key) {
        return null;
    }

    /** {@code null} if it is no text. */
    default @Nullable String asText() {
        return null;
    }

    /** {@code null} if it is no number; a bigint is none. */
    default @Nullable Double asNumber() {
        return null;
    }

    /** How many items an array has; -1 if it is no array. */
    default int size() {
        return -1;
    }

    /**
     * An item of an array, counted from 0.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    default ReadValue item(int index) {
        throw new IndexOutOfBoundsException(index);
    }
}
