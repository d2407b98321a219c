package dev.samovar.e2e;

import dev.samovar.sync.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a user wrote on a post. */
@Row
record ForumComment(
        String id,
        String postId,
        String userId,
        String text,
        Instant createdAt,
        @Nullable Instant deletedAt) {}
