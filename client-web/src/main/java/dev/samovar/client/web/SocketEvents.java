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

    void closed(int code, String reason);
}
