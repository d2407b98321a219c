package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/** An error of the runtime: JavaScript's {@code Error} with its name, message, stack and cause. */
public final class PlatformException extends RuntimeException {
    private final String name;
    private final @Nullable String stack;

    public PlatformException(String name, String message, @Nullable String stack, @Nullable Throwable cause) {
        super(message, cause);
        this.name = name;
        this.stack = stack;
    }

    /** The error's name, for example {@code TypeError}. */
    public String name() {
        return name;
    }

    /** The JavaScript stack, if the error had one. */
    public @Nullable String stack() {
        return stack;
    }

    /** Names the JavaScript error where Java would name this class; the message stays what the runtime said. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return name + ": " + getMessage();
    }
}
