package dev.samovar.sync;

import dev.samovar.workers.TextEncoding;
import dev.samovar.workers.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with a socket over hibernation.
 *
 * @param id the session's name in the object's tables, and among those that are present
 * @param isGreeted whether the client speaks {@code samovar/1}
 * @param presence the state of a client that is present, in base64url, empty if it has none; {@code null} if it is not
 *     present
 */
record Attachment(String id, boolean isGreeted, @Nullable String presence, String claimsJson) {
    private static final char GREETED = '+';
    private static final char NOT_GREETED = '-';
    private static final char PRESENT = '*';

    static @Nullable Attachment read(WebSocket socket, TextEncoding encoding) {
        byte[] bytes = socket.deserializeAttachment();
        if (bytes == null) {
            return null;
        }
        String text = encoding.fromUtf8(bytes);
        char kind = text.charAt(0);
        int end = text.indexOf('\n');
        String id = text.substring(1, end);
        if (kind != PRESENT) {
            return new Attachment(id, kind == GREETED, null, text.substring(end + 1));
        }
        int next = text.indexOf('\n', end + 1);
        return new Attachment(id, true, text.substring(end + 1, next), text.substring(next + 1));
    }

    String toText() {
        return presence == null
                ? (isGreeted ? GREETED : NOT_GREETED) + id + '\n' + claimsJson
                : PRESENT + id + '\n' + presence + '\n' + claimsJson;
    }
}
