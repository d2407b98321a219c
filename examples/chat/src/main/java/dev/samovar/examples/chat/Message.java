package dev.samovar.examples.chat;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A message of the room.
 *
 * @param author the user id of who wrote it
 * @param createdAt milliseconds since 1970, by the author's clock
 */
public record Message(
        String id,
        String author,
        String content,
        @JsonProperty("created_at") long createdAt) {
    static final int MAX_CONTENT_CHARS = 2_000;
    static final int MAX_ID_CHARS = 64;

    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException if one is empty or too long
     */
    public Message {
        if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
            throw new IllegalArgumentException("id must have 1 to " + MAX_ID_CHARS + " characters");
        }
        // Not isBlank(): TeaVM's takes a line break for a letter.
        if (content.trim().isEmpty() || content.length() > MAX_CONTENT_CHARS) {
            throw new IllegalArgumentException("content must have 1 to " + MAX_CONTENT_CHARS + " characters");
        }
    }
}
