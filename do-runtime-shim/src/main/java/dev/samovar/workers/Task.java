package dev.samovar.workers;

/** Work that may wait. It starts at once and runs up to its first wait before the method that was given it returns. */
@FunctionalInterface
public interface Task {
    void run();
}
