package dev.samovar.client.web;

import dev.samovar.client.Dialer;
import dev.samovar.client.Socket;
import dev.samovar.client.SocketListener;

/** Opens WebSockets with the user's token. */
final class WebSocketDialer implements Dialer {
    private final String url;
    private final Host host;

    WebSocketDialer(String url, Host host) {
        this.url = url;
        this.host = host;
    }

    @Override
    public Socket dial(SocketListener listener) {
        BrowserSocket socket = new BrowserSocket(listener);
        host.token(token -> socket.open(url, token), error -> socket.failed("There is no token: " + error));
        return socket;
    }
}
