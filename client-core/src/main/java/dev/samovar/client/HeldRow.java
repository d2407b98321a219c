package dev.samovar.client;

import org.jspecify.annotations.Nullable;

/** A row of a {@link SyncedCollection}, with how many of its subscriptions have it. */
final class HeldRow {
    final String key;
    int holds;

    /** As it is now; {@code null} before it is put for the first time, and when nobody holds it. */
    @Nullable
    Row row;

    /** As the listener has it. */
    @Nullable
    Row told;

    /** Whether it is among those that the next batch is made of. */
    boolean isTouched;

    HeldRow(String key) {
        this.key = key;
    }
}
