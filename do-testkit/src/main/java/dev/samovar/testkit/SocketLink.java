package dev.samovar.testkit;

import dev.samovar.workers.WebSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection between a client and an object: what of a socket outlives the object's instances. The object's end of
 * it is a {@link ServerSocket}, one for each instance, the client's a {@link TestSocket}.
 *
 * <pre>
 *   CONNECTING --accept--> OPEN --client closes or vanishes--> CLOSING --handled, echoed--> CLOSED
 *                           +------------ object closes, or broken -----------------------^
 * </pre>
 */
final class SocketLink {
    private final TestSocket client = new TestSocket(this);
    private @Nullable DurableObjectHost<?> host;
    private List<String> tags = List.of();
    private byte @Nullable [] attachment;
    private int state = WebSocket.CONNECTING;
    private boolean isHandedOut;

    /** A client holds its end. */
    TestSocket handOut() {
        isHandedOut = true;
        return client;
    }

    boolean isHandedOut() {
        return isHandedOut;
    }

    TestSocket client() {
        return client;
    }

    boolean isAccepted() {
        return state != WebSocket.CONNECTING;
    }

    /** Accepts it as a socket that hibernates: what the client does becomes events of the object. */
    void accept(DurableObjectHost<?> hibernating, List<String> acceptedTags) {
        host = hibernating;
        tags = acceptedTags;
        state = WebSocket.OPEN;
    }

    /**
     * Accepts it as a socket that does not hibernate. Nothing listens to it: the runtime's interfaces have no listener.
     */
    void acceptUnheard() {
        state = WebSocket.OPEN;
    }

    List<String> tags() {
        return tags;
    }

    byte @Nullable [] attachment() {
        return attachment == null ? null : attachment.clone();
    }

    void attachment(byte[] bytes) {
        attachment = bytes.clone();
    }

    /** As the object sees it. */
    int state() {
        return state;
    }

    // From the client to the object.

    void fromClient(Message message) {
        if (host == null || (message.isText() && host.sockets().answersAlone(this, message.text()))) {
            return;
        }
        host.deliver(new ObjectEvent.SocketMessage(this, message));
    }

    void closedByClient(int code, String reason) {
        if (state != WebSocket.OPEN) {
            return;
        }
        if (host == null) {
            closed();
            client.receiveClose(code, reason);
            return;
        }
        state = WebSocket.CLOSING;
        host.deliver(new ObjectEvent.SocketClose(this, code, reason, true));
    }

    /** The client has vanished without a close frame. */
    void droppedByClient() {
        if (state == WebSocket.OPEN) {
            state = WebSocket.CLOSING;
            tell(new ObjectEvent.SocketClose(this, 1006, "WebSocket disconnected without sending Close frame.", false));
        }
    }

    void failed(Throwable error) {
        if (state == WebSocket.OPEN) {
            broken();
            tell(new ObjectEvent.SocketError(this, error));
        }
    }

    // From the object to the client.

    /** A close frame of the object's own has left; the client's end answers it at once. */
    void closedByObject(int code, String reason) {
        boolean isAnswer = state == WebSocket.CLOSING;
        closed();
        client.receiveClose(code, reason);
        if (!isAnswer) {
            tell(new ObjectEvent.SocketClose(this, code, "", true));
        }
    }

    void closed() {
        state = WebSocket.CLOSED;
    }

    /** The object's side of the connection is gone. */
    void broken() {
        if (state != WebSocket.CLOSED) {
            closed();
            client.receiveClose(1006, "");
        }
    }

    private void tell(ObjectEvent event) {
        if (host != null) {
            host.deliver(event);
        }
    }
}
