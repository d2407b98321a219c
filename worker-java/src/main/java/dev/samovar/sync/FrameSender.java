package dev.samovar.sync;

import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.WebSocket;

/**
 * Puts frames on sockets. A socket that is closed, or breaks meanwhile, gets nothing: its client catches up when it is
 * back.
 */
final class FrameSender {
    private final MessagePackWriter scratch = new MessagePackWriter();

    void send(WebSocket socket, ServerFrame frame) {
        scratch.clear();
        FrameWriter.write(frame, scratch);
        send(socket, scratch.array(), scratch.length());
    }

    void send(WebSocket socket, Change change, String sub) {
        byte[] frame = change.frame(sub, scratch);
        send(socket, frame, frame.length);
    }

    private static void send(WebSocket socket, byte[] bytes, int length) {
        if (socket.readyState() != WebSocket.OPEN) {
            return;
        }
        try {
            socket.send(bytes, 0, length);
        } catch (PlatformException broken) {
            // The close event of this socket follows and drops its session.
        }
    }
}
