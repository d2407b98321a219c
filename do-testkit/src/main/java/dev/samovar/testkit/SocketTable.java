package dev.samovar.testkit;

import dev.samovar.workers.WebSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets that an object has accepted, and the message that is answered without it. Survives hibernation. */
final class SocketTable {
    private record AutoResponse(String request, String response) {}

    private final List<SocketLink> links = new ArrayList<>();
    private @Nullable AutoResponse autoResponse;

    void add(SocketLink link) {
        links.add(link);
    }

    void remove(SocketLink link) {
        links.remove(link);
    }

    /** The accepted sockets; a closed one is among them until the object has handled that. */
    List<SocketLink> links() {
        return List.copyOf(links);
    }

    void autoResponse(String request, String response) {
        autoResponse = new AutoResponse(request, response);
    }

    /** Answers a text message without the object, if it has said how. */
    boolean answersAlone(SocketLink link, String text) {
        if (autoResponse == null || !autoResponse.request.equals(text)) {
            return false;
        }
        link.client().receive(Message.of(autoResponse.response));
        return true;
    }

    /** What an eviction does to the sockets. */
    void evict(WebSockets fate) {
        if (fate == WebSockets.CLOSE) {
            autoResponse = null;
        }
        for (SocketLink link : links()) {
            // A socket that no client holds yet, or whose close was being handled, cannot outlive the instance.
            if (fate == WebSockets.CLOSE || !link.isHandedOut() || link.state() != WebSocket.OPEN) {
                link.broken();
                links.remove(link);
            }
        }
    }
}
