package dev.samovar.client.jvm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the client logs while this is open; it is not printed meanwhile. */
final class Logged extends Handler implements AutoCloseable {
    /** Loggers that nobody holds are forgotten. */
    private final Logger logger = Logger.getLogger("dev.samovar.client");

    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());

    Logged() {
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void publish(LogRecord record) {
        messages.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
