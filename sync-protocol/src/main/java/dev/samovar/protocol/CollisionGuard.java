package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Notices keys that were chosen to fall into the same place of a hash map. On the JVM such a place becomes a tree; in
 * what TeaVM compiles it stays a list, and a frame of 1 MiB could keep an object busy for seconds.
 */
final class CollisionGuard {
    /** Up to this many entries collisions cannot cost enough to matter. */
    private static final int HARMLESS_ENTRIES = 256;

    /** Random keys put hardly ever more than ten into one place. */
    private static final int MAX_PER_PLACE = 64;

    private final byte[] places;

    private CollisionGuard(int places) {
        this.places = new byte[places];
    }

    /** A guard for a map of so many entries; {@code null} if it needs none. */
    static @Nullable CollisionGuard of(int entries) {
        return entries <= HARMLESS_ENTRIES ? null : new CollisionGuard(Integer.highestOneBit(entries) << 1);
    }

    /** Counts a key; {@code false} once too many have fallen into its place. */
    boolean admits(String key) {
        int place = key.hashCode() & (places.length - 1);
        return ++places[place] <= MAX_PER_PLACE;
    }
}
