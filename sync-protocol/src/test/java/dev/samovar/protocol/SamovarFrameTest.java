package dev.samovar.protocol;

import static dev.samovar.protocol.Frames.bytes;
import static dev.samovar.protocol.Frames.clientFrame;
import static dev.samovar.protocol.Frames.serverFrame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame.Ack;
import dev.samovar.protocol.ClientFrame.Broadcast;
import dev.samovar.protocol.ClientFrame.Hello;
import dev.samovar.protocol.ClientFrame.Join;
import dev.samovar.protocol.ClientFrame.Leave;
import dev.samovar.protocol.ClientFrame.Sub;
import dev.samovar.protocol.ServerFrame.Begin;
import dev.samovar.protocol.ServerFrame.Changes;
import dev.samovar.protocol.ServerFrame.Chunk;
import dev.samovar.protocol.ServerFrame.Flush;
import dev.samovar.protocol.ServerFrame.Live;
import dev.samovar.protocol.ServerFrame.Present;
import dev.samovar.protocol.ServerFrame.Rejected;
import dev.samovar.protocol.ServerFrame.Reset;
import dev.samovar.protocol.ServerFrame.Said;
import dev.samovar.protocol.ServerFrame.Welcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden frames of {@code samovar/1} mean what the page says. */
class SamovarFrameTest {
    private static final String EPOCH = "9b1f0c5e7a2d4e68";
    private static final Position SEQ = new Position(1_763_704_528_123L);
    private static final ServerLimits LIMITS = new ServerLimits(1 << 20, 128, 256, 1 << 20, 1 << 18);

    @Test
    void greeting() {
        assertThat(client("hello")).isEqualTo(new Hello(1, "samovar-js/0.3"));
        assertThat(client("hello-nil-agent")).isEqualTo(new Hello(2, null));
        assertThat(server("welcome"))
                .isEqualTo(new Welcome(1, EPOCH, SEQ, "s-7f3a", 25_000, 1_763_708_128_000.0, LIMITS));
        assertThat(server("welcome-without-expiry"))
                .isEqualTo(new Welcome(1, EPOCH, SEQ, "s-7f3a", 25_000, null, LIMITS));
    }

    @Test
    void subscriptionThatGoesOnNamesItsEpoch() {
        assertThat(client("sub-with-epoch"))
                .isEqualTo(new Sub("messages#1", "messages", null, null, null, null, SEQ.toString(), EPOCH, null));
        assertThat(((Sub) client("sub-resumed")).resume()).isEqualTo(Value.array(Value.of("k9"), Value.of(17)));
        assertThat(client("sub-nil-epoch-and-resume"))
                .isEqualTo(new Sub("messages#1", "messages", null, null, null, null, null));
    }

    @Test
    void acknowledgementCountsBeyondThirtyTwoBits() {
        assertThat(client("ack")).isEqualTo(new Ack(262_144));
        assertThat(client("ack-nothing")).isEqualTo(new Ack(0));
        assertThat(client("ack-beyond-32-bits")).isEqualTo(new Ack(1_099_511_627_776.0));
    }

    @Test
    void snapshot() {
        assertThat(server("begin")).isEqualTo(new Begin("messages#1", EPOCH, SEQ));
        Chunk chunk = (Chunk) server("chunk");
        assertThat(chunk.key()).isZero();
        assertThat(chunk.columns()).containsExactly("id", "author", "created_at", "pinned", "blob");
        assertThat(chunk.values().get(0)).isEqualTo(Value.array(Value.of("k1"), Value.of("k2"), Value.of("k3")));
        assertThat(chunk.values().get(1)).isEqualTo(Value.array(Value.of("alice"), Value.NULL, Value.of("bob")));
        assertThat(chunk.values().get(3)).isEqualTo(Value.array(Value.of(true), Value.of(false), Value.NULL));
        assertThat(chunk.next()).isEqualTo(Value.array(Value.of("k3")));
        assertThat(server("chunk-without-rows"))
                .isEqualTo(new Chunk(
                        "messages#1",
                        1,
                        List.of("author", "id"),
                        List.of(Value.array(), Value.array()),
                        Value.of("k0")));
    }

    @Test
    void catchUp() {
        Changes changes = (Changes) server("changes");

        List<RowChange> items = ((RowChanges) changes.changes()).items();
        assertThat(items.get(0)).isInstanceOf(RowChange.Whole.class);
        assertThat(items.get(1)).isEqualTo(new RowChange.Left("k2"));
        assertThat(items.get(2)).isEqualTo(new RowChange.Changed("k3", Value.map("content", Value.of("new"))));
        assertThat(server("changes-none")).isEqualTo(new Changes("messages#1", new RowChanges(List.of())));
        assertThat(server("live")).isEqualTo(new Live("messages#1", EPOCH, new Position(1_763_704_528_130L)));
    }

    @Test
    void flush() {
        Flush flush = (Flush) server("flush");

        assertThat(flush.prev()).isEqualTo(new Position(1_763_704_528_130L));
        assertThat(flush.seq()).isEqualTo(new Position(1_763_704_528_133L));
        assertThat(flush.epoch()).isEqualTo("aa00bb11cc22dd33");
        assertThat(flush.subs()).extracting(SubChanges::sub).containsExactly("messages#1", "users#2");
        assertThat(flush.subs().get(1).changes()).isEqualTo(new RowChanges(List.of(new RowChange.Left("u1"))));
        assertThat(flush.done())
                .containsExactly(new DoneWrite("tx-1", null), new DoneWrite("tx-2", Value.map("deleted", Value.of(3))));
    }

    @Test
    void flushMayBeNoMoreThanABoundary() {
        Position prev = new Position(1_763_704_528_133L);

        assertThat(server("flush-of-a-boundary")).isEqualTo(new Flush(prev, prev.next(), null, List.of(), List.of()));
        assertThat(server("flush-nil-fields"))
                .isEqualTo(new Flush(
                        new Position(1), new Position(2), null, List.of(), List.of(new DoneWrite("tx-1", null))));
    }

    @ParameterizedTest
    @EnumSource(ResetReason.class)
    void resetTellsItsReason(ResetReason reason) {
        assertThat(server("reset-" + reason.wireName())).isEqualTo(Reset.of("messages#1", reason));
    }

    @Test
    void refusalTellsWhenToAskAgain() {
        assertThat(server("rejected-for-now"))
                .isEqualTo(new Rejected(
                        "tx-4", Refusal.of(ErrorCode.RATE_LIMITED, "Too many writes. Wait a second.", 1_000)));
    }

    @Test
    void presence() {
        assertThat(client("join-without-state")).isEqualTo(new Join(null));
        assertThat(client("leave")).isEqualTo(new Leave());
        assertThat(client("broadcast")).isEqualTo(new Broadcast(Value.map("typing", Value.of(true))));
        assertThat(client("broadcast-nil-data")).isEqualTo(new Broadcast(null));
        assertThat(server("present"))
                .isEqualTo(new Present(
                        List.of(
                                new Peer("s-7f3a", "alice", Value.map("name", Value.of("Alice"))),
                                new Peer("s-11", "bob", null)),
                        List.of("s-10")));
        assertThat(server("present-nobody")).isEqualTo(new Present(List.of(), List.of()));
        assertThat(server("said-nothing")).isEqualTo(new Said("s-11", "bob", null));
    }

    @Test
    void changesEncodedEarlierAreTakenAsTheyAre() {
        Flush read = (Flush) server("flush");
        List<SubChanges> encoded = read.subs().stream()
                .map(sub -> {
                    byte[] changes = bytes(sub.changes());
                    return new SubChanges(sub.sub(), out -> out.raw(changes));
                })
                .toList();

        Flush flush = new Flush(read.prev(), read.seq(), read.epoch(), encoded, read.done());

        assertThat(bytes(flush)).isEqualTo(GoldenFrame.bytesOf("flush"));
    }

    @Test
    void columnsEncodedEarlierAreTakenAsTheyAre() {
        Chunk read = (Chunk) server("chunk");
        List<Encodable> encoded = read.values().stream()
                .map(column -> {
                    byte[] values = bytes(column);
                    return (Encodable) out -> out.raw(values);
                })
                .toList();

        Chunk chunk = new Chunk(read.sub(), read.key(), read.columns(), encoded, read.next());

        assertThat(bytes(chunk)).isEqualTo(GoldenFrame.bytesOf("chunk"));
    }

    @Test
    void clientKnowsTheKindsThatItsOwnFramesCanBring() {
        for (GoldenFrame golden : GoldenFrame.all()) {
            if (!golden.isFromClient()) {
                ServerFrame frame = serverFrame(golden.bytes());
                Value value = MessagePackReader.readOrThrow(golden.bytes(), Limits.CLIENT_INBOUND);
                boolean isCommon = frame.kind().compareTo(ServerFrame.Kind.REJECTED) >= 0
                        && frame.kind().compareTo(ServerFrame.Kind.PRESENT) < 0;
                boolean isPage = frame instanceof ServerFrame.Page || frame instanceof ServerFrame.PageError;
                requireKnown(isCommon && !isPage, frame, FrameReader.samovarServerFrame(value));
                requireKnown(isCommon, frame, FrameReader.samovarServerFrameOrPage(value));
            }
        }
    }

    private static void requireKnown(boolean isKnown, ServerFrame frame, Decoding<ServerFrame> read) {
        if (isKnown) {
            assertThat(Frames.ok(read)).isEqualTo(frame);
        } else {
            assertThat(Frames.reason(read)).contains("no kind of frame known here");
        }
    }

    private static ClientFrame client(String name) {
        return clientFrame(GoldenFrame.bytesOf(name));
    }

    private static ServerFrame server(String name) {
        return serverFrame(GoldenFrame.bytesOf(name));
    }
}
