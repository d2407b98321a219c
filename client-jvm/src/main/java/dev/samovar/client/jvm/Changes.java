package dev.samovar.client.jvm;

import java.util.Map;

/**
 * What became of a collection's rows at once, each by its key.
 *
 * @param inserted rows that were not there before
 * @param updated rows that are different now
 * @param deleted rows that were deleted, or do not belong any more, as they were last
 */
public record Changes<T>(Map<String, T> inserted, Map<String, Update<T>> updated, Map<String, T> deleted) {
    /** A row before and after. */
    public record Update<T>(T before, T after) {}

    /** Whether nothing changed. */
    public boolean isEmpty() {
        return inserted.isEmpty() && updated.isEmpty() && deleted.isEmpty();
    }
}
