package dev.samovar.client.jvm;

/** A listener that was added. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Removes it. A call that is under way may still be heard. Does nothing the second time. */
    @Override
    void close();
}
