package dev.samovar.sync;

import dev.samovar.workers.TextEncoding;
import dev.samovar.workers.WebSocket;
import dev.samovar.workers.internal.Int64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with a socket over hibernation.
 *
 * @param id the session's name in the object's tables, and among those that are present
 * @param isGreeted whether the client speaks {@code samovar/1}
 * @param presence the state of a client that is present, in base64url, empty if it has none; {@code null} if it is not
 *     present
 * @param sent how many bytes the client was sent at least, in units of {@link #SENT_UNIT}
 */
record Attachment(String id, boolean isGreeted, @Nullable String presence, int sent, String claimsJson) {
    static final int SENT_UNIT = 64 << 10;

    private static final char GREETED = '+';
    private static final char NOT_GREETED = '-';
    private static final char PRESENT = '*';
    /** Of any count: an attachment that fits must not outgrow its bound as the count grows. */
    private static final String BLANK = "          ";

    static @Nullable Attachment read(WebSocket socket, TextEncoding encoding) {
        byte[] bytes = socket.deserializeAttachment();
        if (bytes == null) {
            return null;
        }
        String text = encoding.fromUtf8(bytes);
        char kind = text.charAt(0);
        int count = text.indexOf(' ');
        int end = text.indexOf('\n');
        String id = text.substring(1, count);
        int sent = Objects.requireNonNull(Int64.parse(text.substring(count, end).trim()))
                .intValue();
        if (kind != PRESENT) {
            return new Attachment(id, kind == GREETED, null, sent, text.substring(end + 1));
        }
        int next = text.indexOf('\n', end + 1);
        return new Attachment(id, true, text.substring(end + 1, next), sent, text.substring(next + 1));
    }

    /** @throws IllegalArgumentException if it does not fit */
    void keep(WebSocket socket, TextEncoding encoding) {
        String count = Integer.toString(sent);
        String head = id + ' ' + BLANK.substring(count.length()) + count + '\n';
        socket.serializeAttachment(encoding.toUtf8(
                presence == null
                        ? (isGreeted ? GREETED : NOT_GREETED) + head + claimsJson
                        : PRESENT + head + presence + '\n' + claimsJson));
    }
}
