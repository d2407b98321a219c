package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/** One end of a WebSocket. */
public interface WebSocket {
    int CONNECTING = 0;
    int OPEN = 1;
    int CLOSING = 2;
    int CLOSED = 3;

    /** What the runtime keeps of an attachment at most, its own framing included (Cloudflare, "Use WebSockets"). */
    int MAX_ATTACHMENT_BYTES = 16_384;

    /**
     * Takes a socket in a Worker, where it does not hibernate, so that it can be sent to and closed. An object takes
     * its sockets with {@link DurableObjectState#acceptWebSocket} instead.
     */
    void accept();

    /**
     * Sends a text message.
     *
     * @throws PlatformException if the socket is not open
     */
    void send(String message);

    /**
     * Sends a binary message. The bytes are taken before this returns.
     *
     * @throws PlatformException if the socket is not open
     */
    default void send(byte[] message) {
        send(message, 0, message.length);
    }

    /** Sends a part of an array as one binary message. */
    void send(byte[] source, int offset, int length);

    /**
     * Starts the closing handshake. Does nothing on a closed socket.
     *
     * @param code one of {@link #isCloseCode}
     * @param reason at most 123 bytes of UTF-8
     * @throws IllegalArgumentException beyond these limits
     */
    void close(int code, String reason);

    /** Whether an end may send the code: not those that only say how a connection ended (RFC 6455, 7.4.1). */
    static boolean isCloseCode(int code) {
        boolean registered = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
        return registered || (code >= 3000 && code <= 4999);
    }

    /** {@link #CONNECTING}, {@link #OPEN}, {@link #CLOSING} or {@link #CLOSED}. */
    int readyState();

    /** Bytes that were sent and have not left yet. 0 on a runtime that does not tell. */
    long bufferedAmount();

    /**
     * Keeps bytes with the socket over hibernation, replacing earlier ones.
     *
     * @throws IllegalArgumentException if they would not fit in {@value #MAX_ATTACHMENT_BYTES} bytes with the runtime's
     *     framing
     */
    void serializeAttachment(byte[] attachment);

    /** A copy of the attached bytes, or {@code null}. */
    byte @Nullable [] deserializeAttachment();
}
