package dev.samovar.client.web;

import dev.samovar.client.Socket;
import dev.samovar.client.SocketListener;
import dev.samovar.protocol.CloseCode;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/**
 * A WebSocket of the browser. Once closed by this end, its listener hears nothing more, whatever the browser still has
 * to say.
 */
final class BrowserSocket implements Socket, SocketEvents {
    private final SocketListener listener;
    private @Nullable JSObject socket;
    private boolean isOpen;
    private boolean isOver;

    BrowserSocket(SocketListener listener) {
        this.listener = listener;
    }

    /** The second subprotocol is the token: a browser sends no header of ours with a WebSocket. */
    void open(String url, @Nullable String token) {
        socket = open(url, token, this);
    }

    @Override
    public void failed(String reason) {
        if (!isOver) {
            isOver = true;
            listener.onFailed(reason);
        }
    }

    @Override
    public void send(byte[] frame) {
        if (socket != null) {
            sendBytes(socket, frame);
        }
    }

    @Override
    public void send(String text) {
        if (socket != null) {
            sendText(socket, text);
        }
    }

    @Override
    public void close(int code, String reason) {
        isOver = true;
        if (socket != null) {
            close(socket, code, reason);
        }
    }

    @Override
    public void opened() {
        if (!isOver) {
            isOpen = true;
            listener.onOpen();
        }
    }

    @Override
    public void text(String message) {
        if (!isOver) {
            listener.onText(message);
        }
    }

    @Override
    public void binary(JSObject buffer) {
        if (!isOver) {
            listener.onBinary(bytes(buffer));
        }
    }

    @Override
    public void closed(int code, String reason) {
        if (!isOver) {
            isOver = true;
            listener.onClosed(code, reason);
        }
    }

    @Override
    public void broken() {
        if (!isOpen) {
            closed(CloseCode.ABNORMAL, "");
        }
    }

    /**
     * The constructor throws for a token that is no subprotocol, and where there are no WebSockets. What it throws is
     * not passed on: browsers put the token into the text, and an application may show or log that.
     */
    @JSBody(
            params = {"url", "token", "events"},
            script = "var socket;"
                    + "try {"
                    + "  socket = new WebSocket(url, token === null ? ['samovar.1'] : ['samovar.1', token]);"
                    + "} catch (error) {"
                    + "  queueMicrotask(function() {"
                    + "    events.failed('The socket could not be made.' + (token === null ? '' : ' Is the token one that"
                    + " fits a subprotocol? It may hold letters, digits and ! # $ % & * + - . ^ _ | ~.'));"
                    + "  });"
                    + "  return null;"
                    + "}"
                    + "socket.binaryType = 'arraybuffer';"
                    + "socket.onopen = function() { events.opened(); };"
                    + "socket.onmessage = function(event) {"
                    + "  if (typeof event.data === 'string') events.text(event.data); else events.binary(event.data);"
                    + "};"
                    + "socket.onerror = function() { events.broken(); };"
                    + "socket.onclose = function(event) { events.closed(event.code, event.reason || ''); };"
                    + "return socket;")
    private static native @Nullable JSObject open(String url, @Nullable String token, SocketEvents events);

    /** On a socket that is closing this does nothing; {@code onclose} follows. */
    @JSBody(
            params = {"socket", "frame"},
            script = "socket.send(frame);")
    private static native void sendBytes(JSObject socket, @JSByRef byte[] frame);

    @JSBody(
            params = {"socket", "text"},
            script = "socket.send(text);")
    private static native void sendText(JSObject socket, String text);

    /** A browser lets pages say 1000 only, of the codes that this client has; for others it must do without one. */
    @JSBody(
            params = {"socket", "code", "reason"},
            script = "if (code === 1000) socket.close(code, reason); else socket.close();")
    private static native void close(JSObject socket, int code, String reason);

    /** Nothing is copied. */
    @JSBody(params = "buffer", script = "return new Int8Array(buffer);")
    @JSByRef
    private static native byte[] bytes(JSObject buffer);
}
