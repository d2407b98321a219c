package dev.samovar.workers.js;

import dev.samovar.workers.Console;
import org.teavm.jso.JSBody;

/** The runtime's console. */
final class JsConsole implements Console {
    @Override
    public void log(String message) {
        write("log", message);
    }

    @Override
    public void warn(String message) {
        write("warn", message);
    }

    @Override
    public void error(String message) {
        write("error", message);
    }

    @Override
    public void error(String message, Throwable throwable) {
        write("error", message + "\n" + Errors.stackWithCauses(throwable));
    }

    @JSBody(
            params = {"level", "message"},
            script = "console[level](message);")
    private static native void write(String level, String message);
}
