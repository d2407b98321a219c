package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Why the server did not do what it was asked.
 *
 * @param code the name of an {@link ErrorCode}, or another text that a different server sent; {@code null} if it gave
 *     none
 * @param message what failed, why, and the mend; safe to show
 * @param retryAfter milliseconds to wait before the same is asked again; {@code null} if the server does not say
 */
public record Refusal(
        @Nullable String code, String message, @Nullable Integer retryAfter) {
    public Refusal(@Nullable String code, String message) {
        this(code, message, null);
    }

    public static Refusal of(ErrorCode code, String message) {
        return new Refusal(code.name(), message);
    }

    /**
     * A refusal that says when to ask again.
     *
     * @param retryAfter milliseconds, not negative
     */
    public static Refusal of(ErrorCode code, String message, int retryAfter) {
        return new Refusal(code.name(), message, retryAfter);
    }

    /**
     * Whether the same request may be answered otherwise later: the {@linkplain ErrorCode#action action} of its code is
     * to retry. By name, because a client needs {@link ErrorCode} for nothing else.
     */
    public boolean isPassing() {
        return "TEMPORARILY_UNAVAILABLE".equals(code) || "RATE_LIMITED".equals(code) || "CONNECTION_LOST".equals(code);
    }
}
