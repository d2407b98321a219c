package dev.samovar.examples.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.samovar.sync.Limit;
import dev.samovar.sync.Row;

/**
 * A message of the room.
 *
 * @param author the user id of who wrote it
 * @param createdAt milliseconds since 1970, by the author's clock
 */
@Row
public record Message(
        @Limit(min = 1, max = 64) String id,
        String author,
        @Limit(min = 1, max = 2_000) String content,
        @JsonProperty("created_at") long createdAt) {
    /**
     * Checks what a limit cannot say.
     *
     * @throws IllegalArgumentException if there is nothing to read
     */
    public Message {
        // Not isBlank(): TeaVM's takes a line break for a letter.
        if (content.trim().isEmpty()) {
            throw new IllegalArgumentException("content must have something to read");
        }
    }
}
