package dev.samovar.guide;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import dev.samovar.sync.Limit;
import dev.samovar.sync.Row;
import org.jspecify.annotations.Nullable;

/**
 * A task of the team.
 *
 * @param dueAt milliseconds since 1970
 * @param shared whether guests see it
 * @param overdue whether it was not done in time; only the object says so
 */
@Row
record Task(
        String id,
        @Limit(min = 1, max = 200) String title,
        String author,
        @Nullable String assignee,
        @JsonProperty("due_at") @Limit(min = 0) @Nullable Long dueAt,
        boolean done,
        boolean shared,
        @JsonProperty(access = Access.READ_ONLY) @Nullable Boolean overdue) {}
