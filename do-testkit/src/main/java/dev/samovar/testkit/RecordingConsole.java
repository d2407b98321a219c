package dev.samovar.testkit;

import dev.samovar.workers.Console;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A console that keeps its lines for the test and prints nothing. */
public final class RecordingConsole implements Console {
    public enum Level {
        LOG,
        WARN,
        ERROR
    }

    /** One call of the console. */
    public record Line(
            Level level, String message, @Nullable Throwable throwable) {}

    private final List<Line> lines = new ArrayList<>();

    /** All lines so far. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The messages of one level so far. */
    public List<String> messages(Level level) {
        return lines.stream()
                .filter(line -> line.level == level)
                .map(Line::message)
                .toList();
    }

    public void clear() {
        lines.clear();
    }

    @Override
    public void log(String message) {
        lines.add(new Line(Level.LOG, message, null));
    }

    @Override
    public void warn(String message) {
        lines.add(new Line(Level.WARN, message, null));
    }

    @Override
    public void error(String message) {
        lines.add(new Line(Level.ERROR, message, null));
    }

    @Override
    public void error(String message, Throwable throwable) {
        lines.add(new Line(Level.ERROR, message, throwable));
    }
}
