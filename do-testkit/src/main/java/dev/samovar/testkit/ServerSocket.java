package dev.samovar.testkit;

import dev.samovar.workers.PlatformException;
import dev.samovar.workers.WebSocket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The server's end of a socket, as one instance of an object sees it, or a Worker. */
final class ServerSocket implements WebSocket {
    /** Whose code holds it. */
    interface Holder {
        /** Throws if its code must not run now. */
        void enter();

        /** Does something that the client can see, when that is allowed. */
        void output(Runnable effect);
    }

    private final Holder holder;
    private final SocketLink link;
    private boolean hasClosed;

    ServerSocket(Holder holder, SocketLink link) {
        this.holder = holder;
        this.link = link;
    }

    SocketLink link() {
        return link;
    }

    @Override
    public void accept() {
        holder.enter();
        if (link.isAccepted()) {
            throw new PlatformException("TypeError", "The WebSocket was accepted already. Accept it once.", null, null);
        }
        link.acceptUnheard();
    }

    @Override
    public void send(String message) {
        send(Message.of(message));
    }

    @Override
    public void send(byte[] source, int offset, int length) {
        send(Message.of(Arrays.copyOfRange(source, offset, offset + length)));
    }

    private void send(Message message) {
        holder.enter();
        requireAccepted();
        if (hasClosed || link.state() == CLOSED) {
            throw new PlatformException("TypeError", "Can't call WebSocket send() after close().", null, null);
        }
        holder.output(() -> link.client().receive(message));
    }

    @Override
    public void close(int code, String reason) {
        holder.enter();
        SocketChecks.checkClose(code, reason);
        requireAccepted();
        closeOnce(code, reason);
    }

    /** Answers a client's close frame, with 1000 if its code may not be sent. */
    void echo(int code, String reason) {
        closeOnce(SocketChecks.mayBeSent(code) ? code : 1000, reason);
    }

    private void requireAccepted() {
        if (!link.isAccepted()) {
            throw new PlatformException(
                    "TypeError",
                    "You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages.",
                    null,
                    null);
        }
    }

    private void closeOnce(int code, String reason) {
        if (!hasClosed && link.state() != CLOSED) {
            hasClosed = true;
            holder.output(() -> link.closedByObject(code, reason));
        }
    }

    @Override
    public int readyState() {
        holder.enter();
        return hasClosed && link.state() == OPEN ? CLOSING : link.state();
    }

    @Override
    public long bufferedAmount() {
        holder.enter();
        return link.client().bufferedAmount();
    }

    @Override
    public void serializeAttachment(byte[] attachment) {
        holder.enter();
        SocketChecks.checkAttachment(attachment.length);
        link.attachment(attachment);
    }

    @Override
    public byte @Nullable [] deserializeAttachment() {
        holder.enter();
        return link.attachment();
    }
}
