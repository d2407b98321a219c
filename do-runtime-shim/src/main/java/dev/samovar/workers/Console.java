package dev.samovar.workers;

/** The runtime's log. */
public interface Console {
    void log(String message);

    void warn(String message);

    void error(String message);

    /** Logs the message and the throwable with its causes and Java stack. */
    void error(String message, Throwable throwable);
}
