package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/**
 * The platform's JSON.
 *
 * <p>Values are plain Java: {@code null}, {@link Boolean}, {@link Double}, {@link String}, {@code List<Object>} and
 * {@code Map<String, Object>} in JavaScript's order: keys that are whole numbers first, the others as in the text.
 * {@link #stringify} also takes {@link Integer} and {@link Long}, the latter only up to 2<sup>53</sup>-1, beyond which
 * JSON readers round.
 */
public interface Json {
    /**
     * Reads a JSON text.
     *
     * @throws PlatformException named {@code SyntaxError} if the text is not JSON
     */
    @Nullable
    Object parse(String text);

    /**
     * Writes a value as JSON text.
     *
     * @throws IllegalArgumentException if the value is, or contains, anything but the types above, or a number that is
     *     not finite
     */
    String stringify(@Nullable Object value);
}
