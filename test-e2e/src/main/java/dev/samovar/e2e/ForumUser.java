package dev.samovar.e2e;

import dev.samovar.sync.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who writes in a forum.
 *
 * @param metadata JSON
 */
@Row
record ForumUser(
        String id,
        String name,
        @Nullable String email,
        int age,
        boolean isActive,
        Instant createdAt,
        @Nullable String metadata,
        @Nullable Instant deletedAt) {}
