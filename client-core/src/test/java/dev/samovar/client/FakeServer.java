package dev.samovar.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.DoneWrite;
import dev.samovar.protocol.FrameReader;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.RowChange;
import dev.samovar.protocol.RowChanges;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.ServerLimits;
import dev.samovar.protocol.SubChanges;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server whose every word a test writes; the frames pass through the real codec. */
final class FakeServer implements Dialer {
    static final String EPOCH = "e1";
    static final int UNACKED_BYTES = 1_000;

    final List<Line> lines = new ArrayList<>();

    /** When the credentials of welcomes to come expire; {@code null} for never. */
    @Nullable
    Double expires;

    @Override
    public Socket dial(@Nullable String token, SocketListener listener) {
        Line line = new Line(token, listener, expires);
        lines.add(line);
        return line;
    }

    /** The newest socket. */
    Line line() {
        return lines.get(lines.size() - 1);
    }

    /** Accepts the newest socket and greets it. */
    Line accept() {
        line().listener.onOpen();
        return line().welcome(0);
    }

    /** One socket, seen from the server. */
    static final class Line implements Socket {
        final @Nullable String token;
        final SocketListener listener;
        final List<byte[]> received = new ArrayList<>();
        final List<String> texts = new ArrayList<>();
        private final @Nullable Double expires;

        @Nullable
        Integer closedWith;

        private long told;

        Line(@Nullable String token, SocketListener listener, @Nullable Double expires) {
            this.token = token;
            this.listener = listener;
            this.expires = expires;
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

        /** What was asked for, each as its id, epoch, position and place in a snapshot, as far as they were given. */
        List<String> asked() {
            List<String> asked = new ArrayList<>();
            for (ClientFrame frame : frames()) {
                if (frame instanceof ClientFrame.Sub sub) {
                    asked.add(sub.subId()
                            + (sub.epoch() == null ? "" : " " + sub.epoch())
                            + (sub.since() == null ? "" : " since " + sub.since())
                            + (sub.resume() == null ? "" : " resume " + ((Value.Text) sub.resume()).value()));
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

        Line welcome(long seq) {
            told = seq;
            ServerLimits limits = new ServerLimits(1 << 20, 128, 256, UNACKED_BYTES, 500);
            return say(new ServerFrame.Welcome(1, EPOCH, new Position(seq), "session", 25_000, expires, limits));
        }

        Line begin(String sub, long seq) {
            return say(new ServerFrame.Begin(sub, EPOCH, new Position(seq)));
        }

        /** A piece of a snapshot. The rows are given as keys and texts by turns. */
        Line chunk(String sub, String next, String... keysAndTexts) {
            List<Value> keys = new ArrayList<>();
            List<Value> texts = new ArrayList<>();
            for (int i = 0; i < keysAndTexts.length; i += 2) {
                keys.add(Value.of(keysAndTexts[i]));
                texts.add(Value.of(keysAndTexts[i + 1]));
            }
            return say(new ServerFrame.Chunk(
                    sub,
                    0,
                    List.of("id", "text"),
                    List.of(new Value.Array(keys), new Value.Array(texts)),
                    Value.of(next)));
        }

        Line changes(String sub, RowChange... changes) {
            return say(new ServerFrame.Changes(sub, new RowChanges(List.of(changes))));
        }

        Line live(String sub, long seq) {
            told = Math.max(told, seq);
            return say(new ServerFrame.Live(sub, EPOCH, new Position(seq)));
        }

        /** A whole snapshot. */
        Line snapshot(String sub, long seq, String... keysAndTexts) {
            begin(sub, seq);
            if (keysAndTexts.length > 0) {
                chunk(sub, "end", keysAndTexts);
            }
            return live(sub, seq);
        }

        /** A flush that follows what was told before. */
        Line flush(long seq, SubChanges... subs) {
            return flush(seq, List.of(subs), List.of());
        }

        Line flush(long seq, List<SubChanges> subs, List<DoneWrite> done) {
            ServerFrame.Flush flush = new ServerFrame.Flush(new Position(told), new Position(seq), null, subs, done);
            told = seq;
            return say(flush);
        }

        /** A flush whose only news is that writes are done. */
        Line done(String txId, long seq) {
            return flush(seq, List.of(), List.of(new DoneWrite(txId, null)));
        }

        Line reset(String sub) {
            return say(ServerFrame.Reset.of(sub, ResetReason.PRUNED));
        }

        Line subError(String sub, String code) {
            return say(new ServerFrame.SubError(sub, new Refusal(code, "no")));
        }

        Line rejected(String txId, String code) {
            return say(new ServerFrame.Rejected(txId, new Refusal(code, "no")));
        }

        static SubChanges changesOf(String sub, RowChange... changes) {
            return new SubChanges(sub, new RowChanges(List.of(changes)));
        }

        static RowChange put(String key, String text) {
            return new RowChange.Whole(key, row(key, text));
        }

        static RowChange text(String key, String text) {
            return new RowChange.Changed(key, Value.map("text", Value.of(text)));
        }

        static RowChange gone(String key) {
            return new RowChange.Left(key);
        }

        static Value.Map row(String key, String text) {
            return Value.map("id", Value.of(key), "text", Value.of(text));
        }
    }
}
