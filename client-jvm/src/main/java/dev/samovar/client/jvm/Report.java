package dev.samovar.client.jvm;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Where what has no other reader goes: the logger {@code dev.samovar.client}. Row data is never logged. */
final class Report {
    private static final Logger LOGGER = System.getLogger("dev.samovar.client");

    private Report() {}

    static void warning(String message) {
        LOGGER.log(Level.WARNING, message);
    }

    static void error(String message, Throwable cause) {
        LOGGER.log(Level.ERROR, message, cause);
    }

    /** Runs code of others. What it throws ends here, because what comes behind it must be done all the same. */
    static void guard(String failure, Runnable code) {
        try {
            code.run();
        } catch (RuntimeException | Error thrown) {
            error(failure, thrown);
        }
    }
}
