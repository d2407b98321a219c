package dev.samovar.client.jvm;

import dev.samovar.client.Socket;
import dev.samovar.client.SocketListener;
import dev.samovar.testkit.Message;
import dev.samovar.testkit.TestSocket;

/** A socket without a network: its other end is the object itself. */
final class LocalSocket implements Socket {
    private final TestSocket end;
    private final SocketListener listener;
    private boolean isOpened;
    private boolean isOver;

    LocalSocket(TestSocket end, SocketListener listener) {
        this.end = end;
        this.listener = listener;
    }

    @Override
    public void send(byte[] frame) {
        if (end.isOpen()) {
            end.send(frame);
        }
    }

    @Override
    public void send(String text) {
        if (end.isOpen()) {
            end.send(text);
        }
    }

    @Override
    public void close(int code, String reason) {
        isOver = true;
        if (end.isOpen()) {
            end.close(code, reason);
        }
    }

    /** Breaks it. What was not received is lost. */
    void drop() {
        if (end.isOpen()) {
            end.drain();
            end.drop();
        }
    }

    /** Hands over one thing that has happened, if anything has. */
    boolean receive() {
        if (isOver) {
            return false;
        }
        if (!isOpened) {
            isOpened = true;
            listener.onOpen();
            return true;
        }
        Message message = end.poll();
        if (message != null) {
            if (message.isText()) {
                listener.onText(message.text());
            } else {
                listener.onBinary(message.bytes());
            }
            return true;
        }
        Integer code = end.closeCode();
        if (code == null) {
            return false;
        }
        isOver = true;
        String reason = end.closeReason();
        listener.onClosed(code, reason == null ? "" : reason);
        return true;
    }
}
