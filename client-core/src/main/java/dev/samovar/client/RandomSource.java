package dev.samovar.client;

/** Where chance comes from. */
public interface RandomSource {
    /** From 0, below 1. */
    double nextDouble();

    /** A text that no client has used before, such as a random UUID. */
    String newId();
}
