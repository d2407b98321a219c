package dev.samovar.examples.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.samovar.sync.Row;

/**
 * Something to do.
 *
 * @param updatedAt milliseconds since 1970, by the object's clock; no two tasks have the same
 */
@Row
record Task(
        String id,
        String title,
        int votes,
        @JsonProperty("updated_at") long updatedAt) {}
