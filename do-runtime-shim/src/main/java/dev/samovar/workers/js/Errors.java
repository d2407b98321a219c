package dev.samovar.workers.js;

import dev.samovar.workers.PlatformException;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExceptions;
import org.teavm.jso.JSObject;

/**
 * Translates errors, both ways.
 *
 * <p>TeaVM throws a Java exception as a JavaScript error whose message is an accessor of its prototype, so it is lost
 * wherever an error is copied: over RPC and in the log. And it hands a JavaScript error to {@code catch} as a
 * {@code RuntimeException} that has only the error's text. Both are replaced here by the real thing.
 */
final class Errors {
    /** A cause beyond this depth is left out. A JavaScript error may be its own cause. */
    private static final int MAX_CAUSES = 8;

    /** How TeaVM begins the message of the exception it wraps around a JavaScript error. */
    private static final String WRAPPED = "(JavaScript) ";

    private Errors() {}

    /**
     * What to throw for something that was caught around a call into the runtime: a {@link PlatformException} for a
     * JavaScript error, and the exception itself if it is Java's own and only passed through.
     */
    static RuntimeException caught(Throwable thrown) {
        if (isWrapped(thrown)) {
            return toJava(JSExceptions.getJSException(thrown));
        }
        if (thrown instanceof RuntimeException exception) {
            return exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("A checked exception came out of the runtime.", thrown);
    }

    /** A thrown or rejected JavaScript value as a Java exception. */
    static PlatformException toJava(JSObject error) {
        return toJava(error, 0);
    }

    private static PlatformException toJava(JSObject error, int depth) {
        if (!isError(error)) {
            return new PlatformException("Error", text(error), null, null);
        }
        JSObject cause = cause(error);
        return new PlatformException(
                name(error),
                message(error),
                stack(error),
                cause == null || depth == MAX_CAUSES ? null : toJava(cause, depth + 1));
    }

    /**
     * A Java exception as a JavaScript {@code Error}: named after its Java class (a {@link PlatformException} keeps the
     * name it had in JavaScript), with message, cause, and a property {@code javaStack}, which unlike {@code stack}
     * survives the way from a Durable Object to its caller.
     *
     * <p>It is the error TeaVM made for the exception, given the properties it lacks: a debugger and the log of workerd
     * show the frames of an error's making, whatever its {@code stack} says.
     */
    static JSObject toJs(Throwable thrown) {
        return toJs(thrown, 0);
    }

    private static JSObject toJs(Throwable thrown, int depth) {
        JSObject error = JSExceptions.getJSException(thrown);
        if (isWrapped(thrown)) {
            return error;
        }
        Throwable cause = thrown.getCause();
        describe(
                error,
                name(thrown),
                message(thrown),
                heading(thrown) + frames(thrown),
                stackWithCauses(thrown),
                cause == null || depth == MAX_CAUSES ? null : toJs(cause, depth + 1));
        return error;
    }

    /** Throws a Java exception to JavaScript, translated. It never returns; its result lets the compiler see that. */
    static RuntimeException raise(Throwable thrown) {
        throwJs(toJs(thrown));
        return new IllegalStateException(thrown);
    }

    /** The throwable and its causes, each with its message and its frames, as Java prints them. */
    static String stackWithCauses(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable next = thrown;
        for (int depth = 0; next != null && depth <= MAX_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "\nCaused by: ").append(heading(next)).append(frames(next));
            next = next.getCause();
        }
        return text.toString();
    }

    private static boolean isWrapped(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown.getClass() == RuntimeException.class && message != null && message.startsWith(WRAPPED);
    }

    private static String heading(Throwable thrown) {
        String message = message(thrown);
        return message.isEmpty() ? name(thrown) : name(thrown) + ": " + message;
    }

    private static String name(Throwable thrown) {
        return thrown instanceof PlatformException platform
                ? platform.name()
                : thrown.getClass().getName();
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? "" : message;
    }

    /** Each frame on a line of its own, with a line break before it; empty if there are none. Without the causes'. */
    private static String frames(Throwable thrown) {
        String stack = null;
        if (thrown instanceof PlatformException platform) {
            stack = platform.stack();
        } else {
            stack = stack(JSExceptions.getJSException(thrown));
        }
        int firstFrame = stack == null ? -1 : stack.indexOf("\n    at ");
        if (stack == null || firstFrame < 0) {
            return "";
        }
        int causes = stack.indexOf("\nCaused by: ", firstFrame);
        return causes < 0 ? stack.substring(firstFrame) : stack.substring(firstFrame, causes);
    }

    @JSBody(params = "error", script = "throw error;")
    private static native void throwJs(JSObject error);

    @JSBody(params = "value", script = "return value instanceof Error;")
    private static native boolean isError(@Nullable JSObject value);

    @JSBody(params = "value", script = "return String(value);")
    private static native String text(@Nullable JSObject value);

    @JSBody(params = "error", script = "return String(error.name);")
    private static native String name(JSObject error);

    @JSBody(params = "error", script = "return String(error.message);")
    private static native String message(JSObject error);

    /** Java's own stack if the error brought one from another isolate. */
    @JSBody(
            params = "error",
            script = "var stack = error.javaStack || error.stack; return typeof stack === 'string' ? stack : null;")
    private static native @Nullable String stack(JSObject error);

    @JSBody(params = "error", script = "return error.cause === undefined ? null : error.cause;")
    private static native @Nullable JSObject cause(JSObject error);

    @JSBody(
            params = {"error", "name", "message", "stack", "javaStack", "cause"},
            script = "function set(key, value, isOwn) { Object.defineProperty(error, key,"
                    + " { value: value, enumerable: isOwn, configurable: true, writable: true }); }"
                    + "set('name', name, false); set('message', message, false); set('stack', stack, false);"
                    + "set('javaStack', javaStack, true); if (cause !== null) { set('cause', cause, false); }")
    private static native void describe(
            JSObject error, String name, String message, String stack, String javaStack, @Nullable JSObject cause);
}
