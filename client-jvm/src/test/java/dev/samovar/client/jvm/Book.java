package dev.samovar.client.jvm;

import org.jspecify.annotations.Nullable;

/** A row of a {@link Shelf}. */
record Book(
        String id,
        String title,
        long stars,
        boolean isLent,
        @Nullable String owner) {
    static Book of(RowValues row) {
        return new Book(
                row.text("id"), row.text("title"), row.integer("stars"), row.bool("lent"), row.textOrNull("owner"));
    }
}
