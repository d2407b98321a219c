package dev.samovar.testkit;

import dev.samovar.workers.WebSocket;
import org.jspecify.annotations.Nullable;

/** The client's half of a pair, on its way out in a response. Code on the server can only pass it on. */
final class ClientSocket implements WebSocket {
    private final SocketLink link;

    ClientSocket(SocketLink link) {
        this.link = link;
    }

    SocketLink link() {
        return link;
    }

    @Override
    public void accept() {
        throw notHere();
    }

    @Override
    public void send(String message) {
        throw notHere();
    }

    @Override
    public void send(byte[] source, int offset, int length) {
        throw notHere();
    }

    @Override
    public void close(int code, String reason) {
        throw notHere();
    }

    @Override
    public int readyState() {
        return link.state();
    }

    @Override
    public long bufferedAmount() {
        return 0;
    }

    @Override
    public void serializeAttachment(byte[] attachment) {
        throw notHere();
    }

    @Override
    public byte @Nullable [] deserializeAttachment() {
        throw notHere();
    }

    private static IllegalStateException notHere() {
        return new IllegalStateException(
                "This is the client's half of the pair. Return it with Response.webSocket(...),"
                        + " and use the server's half here.");
    }
}
