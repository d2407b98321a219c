package dev.samovar.client.web;

import org.teavm.jso.JSObject;

/** What a WebSocket of the browser tells. */
interface SocketEvents extends JSObject {
    /** There will be no socket. */
    void failed(String reason);

    void opened();

    void text(String message);

    /** A binary message, an {@code ArrayBuffer}. */
    void binary(JSObject buffer);

    /** An error, after which Node does not say that a socket that was never open is closed. */
    void broken();

    void closed(int code, String reason);
}
