package dev.samovar.client.jvm;

import dev.samovar.client.Dialer;
import dev.samovar.client.Socket;
import dev.samovar.client.SocketListener;
import dev.samovar.client.Timers;
import dev.samovar.client.connection.Connection;
import dev.samovar.protocol.Handshake;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Opens WebSockets with {@link HttpClient}. */
final class JvmDialer implements Dialer {
    private final HttpClient http;
    private final URI uri;
    private final Executor loop;
    private final Timers timers;

    /** @param loop the client's thread, on which all listeners are called */
    JvmDialer(HttpClient http, URI uri, Executor loop, Timers timers) {
        this.http = http;
        this.uri = uri;
        this.loop = loop;
        this.timers = timers;
    }

    @Override
    public Socket dial(@Nullable String token, SocketListener listener) {
        // Covers the whole handshake, so that nothing is left behind of one that the client has given up.
        WebSocket.Builder builder =
                http.newWebSocketBuilder().connectTimeout(Duration.ofMillis(Connection.DIAL_MILLIS));
        if (token == null) {
            builder.subprotocols(Handshake.SUBPROTOCOL);
        } else {
            builder.subprotocols(Handshake.SUBPROTOCOL, token);
        }
        JvmSocket socket = new JvmSocket(loop, timers, listener);
        socket.open(builder, uri);
        return socket;
    }
}
