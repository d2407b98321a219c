package dev.samovar.client;

/** One WebSocket, open or being opened. Its listener is never called before a method of it has returned. */
public interface Socket {
    /**
     * Sends a binary message. Never throws: a socket that cannot send tells its listener later that it closed.
     *
     * @param frame not changed afterwards by the caller
     */
    void send(byte[] frame);

    /** Sends a text message. Never throws. */
    void send(String text);

    /**
     * Closes the socket, or gives up opening it. The listener is not called again.
     *
     * @param code of RFC 6455; left out where a client may not send it, as in browsers all but 1000
     */
    void close(int code, String reason);
}
