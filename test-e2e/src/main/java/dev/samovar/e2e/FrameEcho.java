package dev.samovar.e2e;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.workers.WebSocket;

/** Sends back every frame it can read, written anew; for other bytes, a text with the reason. */
final class FrameEcho {
    /** The tag of the sockets that speak in frames. */
    static final String TAG = "frames";

    private FrameEcho() {}

    static void answer(WebSocket socket, byte[] message) {
        MessagePackWriter out = new MessagePackWriter();
        Decoding<ClientFrame> client = FrameReader.clientFrame(message, Limits.SERVER_INBOUND);
        if (client instanceof Decoding.Ok<ClientFrame> ok) {
            FrameWriter.write(ok.value(), out);
            socket.send(out.array(), 0, out.length());
            return;
        }
        Decoding<ServerFrame> server = FrameReader.serverFrame(message, Limits.CLIENT_INBOUND);
        if (server instanceof Decoding.Ok<ServerFrame> ok) {
            FrameWriter.write(ok.value(), out);
            socket.send(out.array(), 0, out.length());
            return;
        }
        socket.send("malformed: " + ((Decoding.Malformed<ClientFrame>) client).reason());
    }
}
