package dev.samovar.workers;

/** Plain code that the runtime calls and that must not wait. */
@FunctionalInterface
public interface Callback {
    void run();
}
