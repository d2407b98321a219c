package dev.samovar.client.web;

import dev.samovar.client.Dialer;
import dev.samovar.client.Socket;
import dev.samovar.client.SocketListener;
import org.jspecify.annotations.Nullable;

/** Opens WebSockets. */
final class WebSocketDialer implements Dialer {
    private final String url;

    WebSocketDialer(String url) {
        this.url = url;
    }

    @Override
    public Socket dial(@Nullable String token, SocketListener listener) {
        BrowserSocket socket = new BrowserSocket(listener);
        socket.open(url, token);
        return socket;
    }
}
