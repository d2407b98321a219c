package dev.samovar.e2e;

import dev.samovar.sync.BigInt;
import dev.samovar.sync.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a user wrote. */
@Row
record ForumPost(
        String id,
        String userId,
        String title,
        @Nullable String content,
        int viewCount,
        @BigInt long largeViewCount,
        @Nullable Instant publishedAt,
        @Nullable Instant deletedAt) {}
