package dev.samovar.bench;

/**
 * A row of the chat's table, with the checks that the chat has.
 *
 * @param createdAt milliseconds since 1970
 */
record Message(String id, String author, String content, long createdAt) {
    private static final int MAX_ID_CHARS = 64;
    private static final int MAX_CONTENT_CHARS = 2_000;

    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException if one is empty or too long
     */
    Message {
        if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
            throw new IllegalArgumentException("id must have 1 to " + MAX_ID_CHARS + " characters");
        }
        if (content.trim().isEmpty() || content.length() > MAX_CONTENT_CHARS) {
            throw new IllegalArgumentException("content must have 1 to " + MAX_CONTENT_CHARS + " characters");
        }
    }
}
