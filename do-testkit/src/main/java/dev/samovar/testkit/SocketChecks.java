package dev.samovar.testkit;

import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.WebSocket;
import dev.samovar.workers.internal.Utf8;

/** The documented limits of WebSockets. */
final class SocketChecks {
    /** What the runtime adds to an {@code ArrayBuffer}: version, tag and length. */
    private static final int ATTACHMENT_FRAMING_BYTES = 5;

    private static final int MAX_REASON_BYTES = 123;

    private SocketChecks() {}

    /**
     * Checks what a close frame is to carry.
     *
     * @throws IllegalArgumentException if a close frame must not carry the code or the reason
     */
    static void checkClose(int code, String reason) {
        if (!WebSocket.isCloseCode(code)) {
            throw new IllegalArgumentException("Cannot close a socket with code " + code
                    + ". Use 1000, another code that RFC 6455 lets an end send, or 3000 to 4999.");
        }
        checkReason(reason);
    }

    /**
     * Checks what a client's close frame is to carry.
     *
     * @throws IllegalArgumentException if no client could send it
     */
    static void checkClientClose(int code, String reason) {
        if (!mayBeSent(code)) {
            throw new IllegalArgumentException(
                    "A close frame cannot carry code " + code + ". Use close() to send none.");
        }
        checkReason(reason);
    }

    /** Whether a frame may carry the code: 1004 to 1006 and 1015 only say how a connection ended. */
    static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 4999 && (code < 1004 || code > 1006) && code != 1015;
    }

    private static void checkReason(String reason) {
        if (Utf8.isLongerThan(reason, MAX_REASON_BYTES)) {
            throw new IllegalArgumentException("The reason of a close has " + Utf8.length(reason)
                    + " bytes; a close frame holds " + MAX_REASON_BYTES + ". Shorten it.");
        }
    }

    /**
     * Checks the tags of one socket.
     *
     * @throws IllegalArgumentException if there are too many tags, or one is too long
     */
    static void checkTags(String... tags) {
        if (tags.length > DurableObjectState.MAX_TAGS) {
            throw new IllegalArgumentException(tags.length + " tags for one socket; the runtime keeps at most "
                    + DurableObjectState.MAX_TAGS + ". Keep the rest in the attachment.");
        }
        for (String tag : tags) {
            if (tag.length() > DurableObjectState.MAX_TAG_CHARS) {
                throw new IllegalArgumentException(
                        "A tag has " + tag.length() + " characters; the runtime keeps at most "
                                + DurableObjectState.MAX_TAG_CHARS + ". Use a digest, or the attachment.");
            }
        }
    }

    /**
     * Checks an auto-response.
     *
     * @throws IllegalArgumentException if either text is too long
     */
    static void checkAutoResponse(String request, String response) {
        int longest = Math.max(request.length(), response.length());
        if (longest > DurableObjectState.MAX_AUTO_RESPONSE_CHARS) {
            throw new IllegalArgumentException(
                    "An auto-response of " + longest + " characters; the runtime keeps at most "
                            + DurableObjectState.MAX_AUTO_RESPONSE_CHARS + ". Shorten it.");
        }
    }

    /**
     * Checks the length of an attachment.
     *
     * @throws IllegalArgumentException if the attachment does not fit beside the runtime's framing
     */
    static void checkAttachment(int bytes) {
        int max = WebSocket.MAX_ATTACHMENT_BYTES - ATTACHMENT_FRAMING_BYTES;
        if (bytes > max) {
            throw new IllegalArgumentException(
                    "A socket's attachment of " + bytes + " bytes; the runtime keeps at most " + max
                            + " beside its framing. Store the rest in SQLite and attach its key.");
        }
    }
}
