package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server whose every word a test writes; the frames pass through the real codec. */
final class FakeServer implements Dialer {
    final List<Line> lines = new ArrayList<>();

    @Override
    public Socket dial(SocketListener listener) {
        Line line = new Line(listener);
        lines.add(line);
        return line;
    }

    /** The newest socket. */
    Line line() {
        return lines.get(lines.size() - 1);
    }

    /** Accepts the newest socket and returns it. */
    Line accept() {
        line().listener.onOpen();
        return line();
    }

    /** One socket, seen from the server. */
    static final class Line implements Socket {
        final SocketListener listener;
        final List<byte[]> received = new ArrayList<>();
        final List<String> texts = new ArrayList<>();

        @Nullable
        Integer closedWith;

        Line(SocketListener listener) {
            this.listener = listener;
        }

        @Override
        public void send(byte[] frame) {
            received.add(frame);
        }

        @Override
        public void send(String text) {
            texts.add(text);
        }

        @Override
        public void close(int code, String reason) {
            closedWith = code;
        }

        List<ClientFrame> frames() {
            List<ClientFrame> frames = new ArrayList<>();
            for (byte[] bytes : received) {
                Decoding<ClientFrame> decoding = FrameReader.clientFrame(bytes, Limits.SERVER_INBOUND);
                assertThat(decoding).isInstanceOf(Decoding.Ok.class);
                frames.add(((Decoding.Ok<ClientFrame>) decoding).value());
            }
            return frames;
        }

        /** The {@code since} of each subscription that was asked for, as {@code id since}. */
        List<String> asked() {
            List<String> asked = new ArrayList<>();
            for (ClientFrame frame : frames()) {
                if (frame instanceof ClientFrame.Sub sub) {
                    asked.add(sub.subId() + (sub.since() == null ? "" : " since " + sub.since()));
                }
            }
            return asked;
        }

        void drop() {
            close(1006);
        }

        void close(int code) {
            listener.onClosed(code, "");
        }

        Line say(ServerFrame frame) {
            MessagePackWriter out = new MessagePackWriter();
            FrameWriter.write(frame, out);
            listener.onBinary(out.toByteArray());
            return this;
        }

        Line snap(String sub, String key, String text, long seq) {
            return say(new ServerFrame.Snap(sub, key, row(key, text), new Position(seq)));
        }

        Line snapEnd(String sub, long seq) {
            return say(new ServerFrame.SnapEnd(sub, new Position(seq)));
        }

        Line put(String sub, String key, String text, long seq) {
            return say(new ServerFrame.Delta(sub, key, Operation.UPDATE, row(key, text), new Position(seq)));
        }

        Line gone(String sub, String key, long seq) {
            return say(new ServerFrame.Delta(sub, key, Operation.DELETE, null, new Position(seq)));
        }

        Line upToDate(long seq) {
            return say(new ServerFrame.UpToDate(new Position(seq), null));
        }

        Line caughtUp(String sub, long seq) {
            return say(new ServerFrame.UpToDate(new Position(seq), sub));
        }

        Line reset(String sub) {
            return say(new ServerFrame.Reset(sub));
        }

        Line subError(String sub, String code, String message) {
            return say(new ServerFrame.SubError(sub, new Refusal(code, message)));
        }

        Line committed(String txId, long seq) {
            return say(new ServerFrame.Committed(txId, new Position(seq), null));
        }

        Line rejected(String txId, String code, String message) {
            return say(new ServerFrame.Rejected(txId, new Refusal(code, message)));
        }

        private static Value.Map row(String key, String text) {
            return Value.map("id", Value.of(key), "text", Value.of(text));
        }
    }
}
