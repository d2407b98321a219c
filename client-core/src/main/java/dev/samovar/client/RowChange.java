package dev.samovar.client;

import org.jspecify.annotations.Nullable;

/**
 * What became of one row.
 *
 * @param key the primary key
 * @param before the row as it was told last; {@code null} if it was not there
 * @param after the row as it is now; {@code null} if it is gone. Not both are {@code null}, nor are they the same
 */
public record RowChange(
        String key, @Nullable Row before, @Nullable Row after) {}
