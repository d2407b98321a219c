package dev.samovar.protocol;

import static dev.samovar.protocol.Frames.bytes;
import static dev.samovar.protocol.Frames.clientFrame;
import static dev.samovar.protocol.Frames.serverFrame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame.Call;
import dev.samovar.protocol.ClientFrame.Fetch;
import dev.samovar.protocol.ClientFrame.Mut;
import dev.samovar.protocol.ClientFrame.Sub;
import dev.samovar.protocol.ClientFrame.Unsub;
import dev.samovar.protocol.ServerFrame.Committed;
import dev.samovar.protocol.ServerFrame.Delta;
import dev.samovar.protocol.ServerFrame.Page;
import dev.samovar.protocol.ServerFrame.PageError;
import dev.samovar.protocol.ServerFrame.Rejected;
import dev.samovar.protocol.ServerFrame.Reset;
import dev.samovar.protocol.ServerFrame.Snap;
import dev.samovar.protocol.ServerFrame.SnapEnd;
import dev.samovar.protocol.ServerFrame.SubError;
import dev.samovar.protocol.ServerFrame.UpToDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of the other implementations, and our own golden frames, are read and written byte for byte. */
class FixtureTest {
    private static final Value CREATED_AT = ref("created_at");

    @ParameterizedTest
    @MethodSource("dev.samovar.protocol.GoldenFrame#foreign")
    void foreignFrameIsWrittenAsItWasRead(GoldenFrame golden) {
        assertThat(rewrite(golden)).isEqualTo(golden.bytes());
    }

    @ParameterizedTest
    @MethodSource({"dev.samovar.protocol.GoldenFrame#own", "dev.samovar.protocol.GoldenFrame#samovar1"})
    void ownFrameIsWrittenInItsOneForm(GoldenFrame golden) {
        assertThat(rewrite(golden)).isEqualTo(golden.rewritten());
    }

    @ParameterizedTest
    @MethodSource({"dev.samovar.protocol.GoldenFrame#own", "dev.samovar.protocol.GoldenFrame#samovar1"})
    void bothFormsOfAFrameReadTheSame(GoldenFrame golden) {
        Object read = golden.isFromClient() ? clientFrame(golden.bytes()) : serverFrame(golden.bytes());
        Object again = golden.isFromClient() ? clientFrame(golden.rewritten()) : serverFrame(golden.rewritten());

        assertThat(read).isEqualTo(again);
    }

    @Test
    void everyKindHasAGoldenFrame() {
        Set<ClientFrame.Kind> client = EnumSet.noneOf(ClientFrame.Kind.class);
        Set<ServerFrame.Kind> server = EnumSet.noneOf(ServerFrame.Kind.class);
        for (GoldenFrame golden : GoldenFrame.all()) {
            if (golden.isFromClient()) {
                client.add(clientFrame(golden.bytes()).kind());
            } else {
                server.add(serverFrame(golden.bytes()).kind());
            }
        }

        assertThat(client).containsExactlyInAnyOrder(ClientFrame.Kind.values());
        assertThat(server).containsExactlyInAnyOrder(ServerFrame.Kind.values());
    }

    @Test
    void subscriptionWithAllItsParts() {
        Value where = func(
                "and", func("eq", ref("author"), val(Value.of("alice"))), func("gt", CREATED_AT, val(Value.of(0))));

        assertThat(client("sub-full"))
                .isEqualTo(new Sub("messages#1", "messages", where, null, 50.0, null, "1234567890123"));
    }

    @Test
    void subscriptionWithWindow() {
        Value direction = Value.map("direction", Value.of("desc"), "nulls", Value.of("last"));
        Value orderBy = Value.array(Value.map("expression", CREATED_AT, "compareOptions", direction));

        assertThat(client("sub-window"))
                .isEqualTo(new Sub("messages#2", "messages", func("isNull", CREATED_AT), orderBy, 50.0, 100.0, "41"));
    }

    @Test
    void subscriptionAsTheBrowserClientSendsItHasNilForWhatItLeavesOut() {
        assertThat(client("sub-nil-fields")).isEqualTo(new Sub("messages#1", "messages", null, null, null, null, null));
    }

    @Test
    void endOfASubscription() {
        assertThat(client("unsub")).isEqualTo(new Unsub("messages#1"));
    }

    @Test
    void insertWithEveryTypeOfValue() {
        Mut mut = (Mut) client("mut-insert-values");

        assertThat(mut.txId()).isEqualTo("tx-1");
        assertThat(mut.ops()).hasSize(1);
        MutationOp op = mut.ops().get(0);
        assertThat(op.type()).isEqualTo(Operation.INSERT);
        assertThat(op.key()).isEqualTo("01J0000000000000000000TEST");
        Value.Map cols = (Value.Map) Objects.requireNonNull(op.cols());
        assertThat(cols.get("content")).isEqualTo(Value.of("h\u00e9llo w\u00f6rld \ud83d\ude80"));
        assertThat(cols.get("score")).isEqualTo(Value.of(1.5));
        assertThat(cols.get("active")).isEqualTo(Value.of(true));
        assertThat(cols.get("note")).isEqualTo(Value.NULL);
        assertThat(cols.get("big")).isEqualTo(Value.BigInt.of(7));
        assertThat(cols.get("when")).isEqualTo(new Value.Timestamp(1_753_167_000, 123_000_000));
        assertThat(cols.get("blob")).isEqualTo(Value.of(new byte[] {0, 1, 2, -2, -1}));
        assertThat(cols.get("absent")).isNull();
    }

    @Test
    void deleteHasNoColumns() {
        List<MutationOp> ops = List.of(new MutationOp(Operation.DELETE, "k1", null));

        assertThat(client("mut-delete")).isEqualTo(new Mut("tx-3", "messages", ops));
        assertThat(client("mut-delete-nil-cols")).isEqualTo(new Mut("tx-1", "messages", ops));
    }

    @Test
    void commandWithAndWithoutArguments() {
        assertThat(client("call"))
                .isEqualTo(new Call("tx-4", "clearRoom", Value.map("keep", Value.of(5), "dry_run", Value.of(false))));
        assertThat(client("call-nil-args")).isEqualTo(new Call("tx-1", "clearRoom", null));
    }

    @Test
    void pageRequest() {
        Value at = val(Value.of(1_753_167_000_000.0));
        Value cursor = Value.map(
                "whereFrom", func("lt", CREATED_AT, at),
                "whereCurrent", func("eq", CREATED_AT, at));
        Value orderBy = Value.array(Value.map("expression", CREATED_AT, "direction", Value.of("desc")));
        Value where = func("eq", ref("category"), val(Value.of("a")));

        assertThat(client("fetch")).isEqualTo(new Fetch("messages#fetch#1", "messages", where, cursor, orderBy, 20.0));
    }

    @Test
    void integersAtTheBordersOfTheirWidths() {
        Value.Map args = (Value.Map) Objects.requireNonNull(((Call) client("edge-ints")).args());

        assertThat(args.get("u32max")).isEqualTo(Value.of(4_294_967_295.0));
        assertThat(args.get("maxSafe")).isEqualTo(Value.of(9_007_199_254_740_991.0));
        assertThat(args.get("i32min")).isEqualTo(Value.of(-2_147_483_648.0));
        assertThat(args.get("nan")).isEqualTo(Value.of(Double.NaN));
        assertThat(args.get("bigNeg")).hasToString("-42");
        assertThat(args.get("bigU64")).hasToString("18446744073709551615");
    }

    @Test
    void datesBeforeAndAfter1970() {
        Value.Map args = (Value.Map) Objects.requireNonNull(((Call) client("date-forms")).args());

        assertThat(args.get("wholeSec")).isEqualTo(new Value.Timestamp(1_753_167_000, 0));
        assertThat(args.get("withMs")).isEqualTo(new Value.Timestamp(1_753_167_000, 123_000_000));
        assertThat(args.get("pre1970")).isEqualTo(new Value.Timestamp(-86_400, 0));
    }

    @Test
    void snapshot() {
        Snap snap = (Snap) server("snap");

        assertThat(snap.sub()).isEqualTo("messages#1");
        assertThat(snap.key()).isEqualTo("k1");
        assertThat(((Value.Map) snap.row()).get("big")).hasToString("9007199254740993");
        assertThat(snap.seq()).isEqualTo(new Position(41));
        assertThat(server("snap-end")).isEqualTo(new SnapEnd("messages#1", new Position(42)));
    }

    @Test
    void bytesOfADatabaseComeAsExtensionTypeZero() {
        Value.Map row = (Value.Map) ((Snap) server("snap-ext0")).row();

        assertThat(row.entries())
                .hasSize(8)
                .allSatisfy((key, value) -> assertThat(value).isInstanceOf(Value.Bytes.class));
        assertThat(row.get("b0")).isEqualTo(Value.of(new byte[0]));
        assertThat(row.get("b3")).isEqualTo(Value.of(new byte[] {1, 2, 3}));
        assertThat(row.get("b4")).isEqualTo(Value.of(new byte[] {1, 2, 3, 4}));
    }

    @Test
    void deltas() {
        Value.Map cols = (Value.Map) Objects.requireNonNull(((Delta) server("d-insert")).cols());

        assertThat(cols.entries()).containsOnlyKeys("id", "author", "content", "created_at");
        assertThat(server("d-delete"))
                .isEqualTo(new Delta("messages#1", "k2", Operation.DELETE, null, new Position(44)));
    }

    @Test
    void boundaries() {
        assertThat(server("uptodate")).isEqualTo(new UpToDate(new Position(45), null));
        assertThat(server("uptodate-sub")).isEqualTo(new UpToDate(new Position(50), "messages#1"));
        assertThat(server("reset-sub")).isEqualTo(new Reset("messages#1"));
        assertThat(server("reset-all")).isEqualTo(new Reset(null));
        assertThat(server("reset-nil-sub")).isEqualTo(new Reset(null));
    }

    @Test
    void receipts() {
        assertThat(server("committed"))
                .isEqualTo(new Committed("tx-1", new Position(46), Value.map("deleted", Value.of(3))));
        assertThat(server("committed-nil-result")).isEqualTo(new Committed("tx-1", new Position(46), null));
        assertThat(server("rejected")).isEqualTo(new Rejected("tx-2", Refusal.of(ErrorCode.FRAME_TOO_LARGE, "no")));
        assertThat(server("rejected-without-code"))
                .isEqualTo(new Rejected("tx-1", new Refusal(null, "author mismatch")));
    }

    @Test
    void page() {
        Page page = (Page) server("page");

        assertThat(page.rows()).hasSize(2).allMatch(row -> row instanceof Value.Map);
        assertThat(page.seq()).isEqualTo(new Position(47));
        assertThat(server("page-empty")).isEqualTo(new Page("messages#fetch#1", List.of(), Position.zero()));
    }

    @Test
    void refusedSubscriptionAndPage() {
        assertThat(server("sub-error"))
                .isEqualTo(new SubError("messages#1", Refusal.of(ErrorCode.UNSUPPORTED, "no filters")));
        assertThat(server("sub-error-without-code")).isEqualTo(new SubError("messages#1", new Refusal(null, "no")));
        assertThat(server("page-error"))
                .isEqualTo(new PageError(
                        "messages#fetch#1", Refusal.of(ErrorCode.UNKNOWN_COLLECTION, "no such collection")));
    }

    @Test
    void frameIsAppendedToWhatTheWriterHolds() {
        MessagePackWriter out = new MessagePackWriter();

        FrameWriter.write(new UpToDate(new Position(45), null), out);
        int first = out.length();
        FrameWriter.write(new Reset(null), out);

        assertThat(out.toByteArray())
                .startsWith(GoldenFrame.bytesOf("uptodate"))
                .endsWith(GoldenFrame.bytesOf("reset-all"))
                .hasSize(first + GoldenFrame.bytesOf("reset-all").length);
    }

    @Test
    void rowEncodedEarlierIsTakenAsItIs() {
        Value.Map row = (Value.Map) ((Snap) server("snap")).row();
        byte[] encoded = bytes(row);

        Snap snap = new Snap("messages#1", "k1", out -> out.raw(encoded), new Position(41));

        assertThat(bytes(snap)).isEqualTo(GoldenFrame.bytesOf("snap"));
    }

    private static byte[] rewrite(GoldenFrame golden) {
        return golden.isFromClient() ? bytes(clientFrame(golden.bytes())) : bytes(serverFrame(golden.bytes()));
    }

    private static ClientFrame client(String name) {
        return clientFrame(GoldenFrame.bytesOf(name));
    }

    private static ServerFrame server(String name) {
        return serverFrame(GoldenFrame.bytesOf(name));
    }

    private static Value func(String name, Value... args) {
        return Value.map("type", Value.of("func"), "name", Value.of(name), "args", Value.array(args));
    }

    private static Value ref(String column) {
        return Value.map("type", Value.of("ref"), "path", Value.array(Value.of(column)));
    }

    private static Value val(Value value) {
        return Value.map("type", Value.of("val"), "value", value);
    }
}
