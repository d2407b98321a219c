package dev.samovar.workers.js;

import dev.samovar.workers.WebSocket;
import dev.samovar.workers.internal.Utf8;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/**
 * A socket of workerd. Its Java object hangs on the JavaScript one, so both live equally long and the same socket is
 * always the same Java object.
 */
final class JsWebSocket implements WebSocket {
    interface NativeSocket extends JSObject {
        void accept();

        void send(String message);

        void send(JSObject message);

        void close(int code, String reason);

        @JSProperty
        int getReadyState();

        void serializeAttachment(JSObject attachment);

        @Nullable
        JSObject deserializeAttachment();
    }

    private static final int MAX_REASON_BYTES = 123;

    /** What the runtime's serialization adds to an {@code ArrayBuffer}: version, tag and length. */
    private static final int ATTACHMENT_FRAMING_BYTES = 5;

    private final NativeSocket socket;

    private JsWebSocket(JSObject socket) {
        this.socket = (NativeSocket) socket;
    }

    static JsWebSocket of(JSObject socket) {
        JsWebSocket known = javaSocket(socket);
        if (known != null) {
            return known;
        }
        JsWebSocket made = new JsWebSocket(socket);
        setJavaSocket(socket, made);
        return made;
    }

    static JSObject js(WebSocket socket) {
        if (!(socket instanceof JsWebSocket jsSocket)) {
            throw new IllegalArgumentException("The socket was not made by this runtime.");
        }
        return jsSocket.socket;
    }

    @Override
    public void accept() {
        try {
            socket.accept();
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public void send(String message) {
        try {
            socket.send(message);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public void send(byte[] source, int offset, int length) {
        if (offset < 0 || length < 0 || length > source.length - offset) {
            throw new IndexOutOfBoundsException(
                    "Cannot send " + length + " bytes from " + offset + " of an array of " + source.length + ".");
        }
        try {
            socket.send(Bytes.view(source, offset, length));
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!WebSocket.isCloseCode(code)) {
            throw new IllegalArgumentException("Cannot close a socket with code " + code
                    + ". Use 1000, another code that RFC 6455 lets an end send, or 3000 to 4999.");
        }
        if (Utf8.isLongerThan(reason, MAX_REASON_BYTES)) {
            throw new IllegalArgumentException(
                    "A close reason may have " + MAX_REASON_BYTES + " bytes of UTF-8. Shorten: " + reason);
        }
        if (readyState() == CLOSED) {
            return;
        }
        try {
            socket.close(code, reason);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public int readyState() {
        return socket.getReadyState();
    }

    @Override
    public long bufferedAmount() {
        return (long) bufferedAmount(socket);
    }

    @Override
    public void serializeAttachment(byte[] attachment) {
        if (attachment.length > MAX_ATTACHMENT_BYTES - ATTACHMENT_FRAMING_BYTES) {
            throw new IllegalArgumentException("An attachment may have "
                    + (MAX_ATTACHMENT_BYTES - ATTACHMENT_FRAMING_BYTES) + " bytes, not " + attachment.length
                    + ". Keep the rest in the object's storage and attach its key.");
        }
        try {
            socket.serializeAttachment(Bytes.copyToBuffer(attachment));
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public byte @Nullable [] deserializeAttachment() {
        JSObject attachment;
        try {
            attachment = socket.deserializeAttachment();
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
        return attachment == null ? null : Bytes.wrap(attachment);
    }

    @JSBody(params = "socket", script = "return socket.javaSocket || null;")
    private static native @Nullable JsWebSocket javaSocket(JSObject socket);

    @JSBody(
            params = {"socket", "javaSocket"},
            script = "socket.javaSocket = javaSocket;")
    private static native void setJavaSocket(JSObject socket, JsWebSocket javaSocket);

    @JSBody(params = "socket", script = "return socket.bufferedAmount || 0;")
    private static native double bufferedAmount(JSObject socket);
}
