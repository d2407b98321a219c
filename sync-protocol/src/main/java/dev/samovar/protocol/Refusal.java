package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Why the server did not do what it was asked.
 *
 * @param code the name of an {@link ErrorCode}, or another text that a different server sent; {@code null} if it gave
 *     none
 * @param message what failed, why, and the mend; safe to show
 */
public record Refusal(@Nullable String code, String message) {
    public static Refusal of(ErrorCode code, String message) {
        return new Refusal(code.name(), message);
    }
}
