package dev.samovar.sync;

import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.RowFrameWriter;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.TextEncoding;
import dev.samovar.workers.WebSocket;

/**
 * Puts frames on sockets. A socket that is closed, or breaks meanwhile, gets nothing: its client catches up when it is
 * back. One whose client takes its bytes too slowly is closed, so that it costs neither memory nor the others' time.
 */
final class FrameSender {
    private final TextEncoding encoding;
    private final Events events;
    private final MessagePackWriter scratch = new MessagePackWriter();

    FrameSender(TextEncoding encoding, Events events) {
        this.encoding = encoding;
        this.events = events;
    }

    void send(Session<?> session, ServerFrame frame) {
        scratch.clear();
        FrameWriter.write(frame, scratch);
        send(session, scratch.array(), scratch.length());
    }

    /** A change as a delta of the reference profile. */
    void send(Session<?> session, ShapeChange change, String sub, boolean held) {
        byte[] frame = change.delta(sub, held, scratch);
        send(session, frame, frame.length);
    }

    /** One of many frames with a row. */
    void send(Session<?> session, RowFrameWriter frames, Encodable key, Encodable row) {
        scratch.clear();
        frames.write(key, row, scratch);
        send(session, scratch.array(), scratch.length());
    }

    void send(Session<?> session, byte[] bytes, int length) {
        if (session.isBroken()) {
            return;
        }
        WebSocket socket = session.socket();
        if (isTooSlow(session)) {
            if (events.areHeard()) {
                events.tell(new SyncEvent.SlowConsumer(session.id()));
            }
            socket.close(CloseCode.TRY_AGAIN_LATER, "too slow; resume from your position");
            return;
        }
        try {
            socket.send(bytes, 0, length);
            if (session.sent(length)) {
                session.attachment(session.presence()).keep(socket, encoding);
            }
        } catch (PlatformException broken) {
            // The close event of this socket follows and drops its session. To ask before each frame would cost a call.
            session.broken(socket.readyState() != WebSocket.OPEN);
        }
    }

    /** The runtime's own count costs a call, so it is asked only now and then. */
    private static boolean isTooSlow(Session<?> session) {
        return (session.wire().isSamovar() && session.unackedBytes() > SyncLimits.MAX_UNACKED_BYTES)
                || (session.isBufferDue() && session.socket().bufferedAmount() > SyncLimits.MAX_UNACKED_BYTES);
    }
}
