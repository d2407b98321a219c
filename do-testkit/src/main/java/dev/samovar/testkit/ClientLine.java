package dev.samovar.testkit;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link TestClient}: bytes become frames, and frames are what the profile allows. */
final class ClientLine {
    private final TestSocket socket;
    private final ReceivedBytes received;
    private final @Nullable Conversation conversation;
    private int mayTake = Integer.MAX_VALUE;
    private double handledBytes;
    private double acknowledgedBytes;

    /** Begins the conversation, with a hello if the profile has one. */
    ClientLine(TestSocket socket, Profile profile, ReceivedBytes received) {
        this.socket = socket;
        this.received = received;
        this.conversation = profile == Profile.SAMOVAR_1 ? new Conversation() : null;
        if (conversation != null) {
            socket.send(bytes(new ClientFrame.Hello(1, "TestClient")));
        }
    }

    TestSocket socket() {
        return socket;
    }

    /** What {@code samovar/1} has said of the connection; {@code null} in the reference profile. */
    @Nullable
    Conversation conversation() {
        return conversation;
    }

    /** The object may have died of the frame before. What is not sent goes out with the next connection. */
    void sendIfOpen(byte[] frame) {
        if (socket.isOpen()) {
            socket.send(frame);
        }
    }

    /** After so many messages the rest stays unread. */
    void takeAtMost(int messages) {
        mayTake = messages;
    }

    /** The frames that have come. */
    List<ServerFrame> take() {
        List<ServerFrame> frames = new ArrayList<>();
        while (mayTake > 0) {
            Message message = socket.poll();
            if (message == null) {
                break;
            }
            // The only text is the runtime's own pong.
            if (!message.isText()) {
                mayTake -= mayTake == Integer.MAX_VALUE ? 0 : 1;
                frames.add(taken(message.bytes()));
            }
        }
        return frames;
    }

    private ServerFrame taken(byte[] bytes) {
        received.add(bytes);
        handledBytes += bytes.length;
        ServerFrame frame = decoded(bytes);
        if (conversation != null) {
            return conversation.heard(frame);
        }
        if (Conversation.isOfSamovarAlone(frame)) {
            throw new AssertionError("A client that never said hello got a " + frame.kind() + ".");
        }
        return frame;
    }

    /** Tells the object what was taken, if that is new and the profile has a word for it. */
    void acknowledge() {
        if (conversation != null && handledBytes > acknowledgedBytes && socket.isOpen()) {
            acknowledgedBytes = handledBytes;
            socket.send(bytes(new ClientFrame.Ack(handledBytes)));
        }
    }

    /** Breaks the connection, if the object has not. What was not taken is lost. */
    void drop() {
        if (socket.isOpen()) {
            socket.drop();
        }
        socket.drain();
    }

    static byte[] bytes(ClientFrame frame) {
        MessagePackWriter out = new MessagePackWriter();
        FrameWriter.write(frame, out);
        return out.toByteArray();
    }

    private static ServerFrame decoded(byte[] bytes) {
        Decoding<ServerFrame> decoding = FrameReader.serverFrame(bytes, Limits.CLIENT_INBOUND);
        if (decoding instanceof Decoding.Ok<ServerFrame> ok) {
            return ok.value();
        }
        throw new IllegalStateException("The object has sent what no client can read: " + decoding);
    }
}
