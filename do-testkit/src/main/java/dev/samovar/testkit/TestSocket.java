package dev.samovar.testkit;

import dev.samovar.workers.WebSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a socket, in the hands of a test. What it sends has been handled when the call returns, unless a
 * handler waits; what it receives lies in a queue.
 */
public final class TestSocket {
    /** Says that a close frame had no code. */
    private static final int NO_CODE = 1005;

    private final SocketLink link;
    private final Queue<Message> received = new ArrayDeque<>();
    private int readyState = WebSocket.OPEN;
    private @Nullable Integer closeCode;
    private @Nullable String closeReason;
    private long bufferedAmount;

    TestSocket(SocketLink link) {
        this.link = link;
    }

    /** Sends a text; returns when its handler has ended or waits. */
    public void send(String text) {
        send(Message.of(text));
    }

    /** Sends bytes; returns when their handler has ended or waits. */
    public void send(byte[] bytes) {
        send(Message.of(bytes.clone()));
    }

    private void send(Message message) {
        requireOpen("send");
        link.fromClient(message);
    }

    /** Closes without saying why, as a browser's {@code close()} does. The object sees code 1005 and echoes 1000. */
    public void close() {
        requireOpen("close");
        readyState = WebSocket.CLOSING;
        link.closedByClient(NO_CODE, "");
    }

    /**
     * Starts the closing handshake; {@link #closeCode} is known when the object has echoed it.
     *
     * @param code 1000 to 4999, also one that only a browser itself may send, such as 1001 when its page is left
     */
    public void close(int code, String reason) {
        SocketChecks.checkClientClose(code, reason);
        requireOpen("close");
        readyState = WebSocket.CLOSING;
        link.closedByClient(code, reason);
    }

    /** Breaks the connection without a close frame, as a lost network does. The object sees code 1006. */
    public void drop() {
        requireOpen("drop");
        receiveClose(1006, "");
        link.droppedByClient();
    }

    /** Makes the connection fail at the object's side: it sees the error, the client code 1006. */
    public void fail(Throwable error) {
        requireOpen("fail");
        link.failed(error);
    }

    /** Takes the oldest message that was not taken yet, or {@code null}. */
    public @Nullable Message poll() {
        return received.poll();
    }

    /** Takes all messages that were not taken yet, the oldest first. */
    public List<Message> drain() {
        List<Message> messages = new ArrayList<>(received);
        received.clear();
        return messages;
    }

    /**
     * Takes all messages that were not taken yet as texts.
     *
     * @throws IllegalStateException if one is binary
     */
    public List<String> drainTexts() {
        return drain().stream().map(Message::text).toList();
    }

    /** {@link WebSocket#OPEN}, {@link WebSocket#CLOSING} or {@link WebSocket#CLOSED}. */
    public int readyState() {
        return readyState;
    }

    public boolean isOpen() {
        return readyState == WebSocket.OPEN;
    }

    /** The code the connection was closed with, 1006 if it broke; {@code null} while it is not closed. */
    public @Nullable Integer closeCode() {
        return closeCode;
    }

    /** The reason the connection was closed with; {@code null} while it is not closed. */
    public @Nullable String closeReason() {
        return closeReason;
    }

    /** What the object sees as {@link WebSocket#bufferedAmount}: 0 unless set. */
    public long bufferedAmount() {
        return bufferedAmount;
    }

    /** Plays a consumer that is slow: the object sees these bytes as not yet sent, until this is called again. */
    public void bufferedAmount(long bytes) {
        bufferedAmount = bytes;
    }

    private void requireOpen(String what) {
        if (!isOpen()) {
            throw new IllegalStateException(
                    "Cannot " + what + ": the socket is closed or closing, code " + closeCode + ". Connect a new one.");
        }
    }

    void receive(Message message) {
        if (isOpen()) {
            received.add(message);
        }
    }

    void receiveClose(int code, String reason) {
        if (readyState != WebSocket.CLOSED) {
            readyState = WebSocket.CLOSED;
            closeCode = code;
            closeReason = reason;
        }
    }
}
