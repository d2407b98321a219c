package dev.samovar.protocol;

import static dev.samovar.protocol.Frames.bytes;
import static dev.samovar.protocol.Frames.reason;
import static dev.samovar.protocol.Frames.with;
import static dev.samovar.protocol.Frames.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame.Call;
import dev.samovar.protocol.ClientFrame.Fetch;
import dev.samovar.protocol.ClientFrame.Mut;
import dev.samovar.protocol.ClientFrame.Sub;
import dev.samovar.protocol.ClientFrame.Unsub;
import dev.samovar.protocol.ServerFrame.Delta;
import dev.samovar.protocol.ServerFrame.Rejected;
import dev.samovar.protocol.ServerFrame.Snap;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each frame must have. Every case takes a whole frame and spoils one field. */
class FrameReaderTest {
    private static final Value.Map ROW = Value.map("id", Value.of("k1"));
    private static final Value NUMBER = Value.of(5);
    private static final Value TEXT = Value.of("text");

    @Test
    void frameIsAMapWithAKnownKind() {
        assertThat(reason(FrameReader.clientFrame(bytes(TEXT), Limits.SERVER_INBOUND)))
                .isEqualTo("Malformed frame: it is not a map.");
        assertThat(client(Value.map())).isEqualTo("Malformed frame: t is missing.");
        assertThat(client(Value.map("t", NUMBER))).isEqualTo("Malformed frame: t is not a text.");
        assertThat(client(Value.map("t", Value.of("hullo"))))
                .isEqualTo("Malformed frame: t is 'hullo', which is no kind of frame known here.");
        assertThat(server(Value.map("t", Value.of("x".repeat(100)))))
                .isEqualTo("Malformed frame: t is '" + "x".repeat(32) + "...', which is no kind of frame known here.");
    }

    @Test
    void frameOfTheOtherDirectionIsMalformed() {
        assertThat(client(uptodate())).contains("t is 'uptodate'");
        assertThat(server(sub())).contains("t is 'sub'");
    }

    @Test
    void brokenBytesAreMalformed() {
        assertThat(reason(FrameReader.clientFrame(new byte[0], Limits.SERVER_INBOUND)))
                .contains("the bytes end too early");
        assertThat(reason(FrameReader.serverFrame(new byte[] {0, 0}, Limits.CLIENT_INBOUND)))
                .contains("1 bytes follow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"subId", "collection"})
    void subscriptionNeedsItsNames(String field) {
        assertNonEmptyText(sub(), field);
    }

    @Test
    void subscriptionTakesNumbersAndTextWhereItSays() {
        assertThat(client(with(sub(), "limit", TEXT))).isEqualTo("Malformed sub: limit is not a number.");
        assertThat(client(with(sub(), "limit", Value.BigInt.of(5)))).isEqualTo("Malformed sub: limit is not a number.");
        assertThat(client(with(sub(), "offset", TEXT))).isEqualTo("Malformed sub: offset is not a number.");
        assertThat(client(with(sub(), "since", NUMBER))).isEqualTo("Malformed sub: since is not a text.");
    }

    @Test
    void subscriptionLeavesFiltersAndCursorsToTheServer() {
        Value.Map sub = with(with(with(sub(), "where", NUMBER), "orderBy", TEXT), "since", Value.of("-1e9"));

        assertThat(ok(sub)).isEqualTo(new Sub("s1", "messages", NUMBER, TEXT, null, null, "-1e9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"where", "orderBy", "limit", "offset", "since"})
    void optionalFieldsOfASubscriptionMayBeNil(String field) {
        assertThat(ok(with(sub(), field, Value.NULL))).isEqualTo(ok(sub()));
    }

    @Test
    void unknownFieldsAndTheOrderOfFieldsDoNotMatter() {
        Value.Map sub = Value.map("collection", Value.of("messages"), "subId", Value.of("s1"), "t", Value.of("sub"));

        assertThat(ok(with(sub, "cursor", TEXT))).isEqualTo(ok(sub()));
    }

    @Test
    void endOfASubscriptionMayNameAnEmptyOne() {
        Value.Map unsub = Value.map("t", Value.of("unsub"), "subId", Value.of(""));

        assertThat(ok(unsub)).isEqualTo(new Unsub(""));
        assertThat(client(with(unsub, "subId", NUMBER))).isEqualTo("Malformed unsub: subId is not a text.");
        assertThat(client(with(unsub, "subId", Value.NULL))).isEqualTo("Malformed unsub: subId is missing.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"txId", "collection"})
    void mutationNeedsItsNames(String field) {
        assertNonEmptyText(mut(op()), field);
    }

    @Test
    void mutationNeedsOperations() {
        assertThat(client(mut())).isEqualTo("Malformed mut: ops is empty.");
        assertThat(client(with(mut(op()), "ops", Value.NULL))).isEqualTo("Malformed mut: ops is not an array.");
        assertThat(client(with(mut(op()), "ops", op()))).isEqualTo("Malformed mut: ops is not an array.");
        assertThat(client(mut(op(), TEXT))).isEqualTo("Malformed operation of mut: it is not a map.");
        assertThat(client(mut(op(), Value.NULL))).isEqualTo("Malformed operation of mut: it is not a map.");
    }

    @Test
    void operationHasATypeAKeyAndPerhapsColumns() {
        assertThat(client(mut(with(op(), "type", Value.of("upsert")))))
                .isEqualTo("Malformed operation of mut: type is none of insert, update, delete.");
        assertThat(client(mut(with(op(), "type", Value.NULL)))).contains("type is missing");
        assertThat(client(mut(with(op(), "key", NUMBER)))).contains("key is not a text");
        assertThat(client(mut(with(op(), "key", Value.NULL)))).contains("key is missing");
        assertThat(client(mut(with(op(), "cols", Value.array())))).contains("cols is not a map");
        assertThat(client(mut(with(op(), "cols", TEXT)))).contains("cols is not a map");
    }

    @Test
    void operationMayHaveAnEmptyKeyAndNilColumns() {
        Value.Map op = with(with(op(), "key", Value.of("")), "cols", Value.NULL);

        assertThat(ok(mut(op)))
                .isEqualTo(new Mut("tx-1", "messages", List.of(new MutationOp(Operation.INSERT, "", null))));
    }

    @Test
    void operationsAreNotCountedHere() {
        Value[] ops = new Value[1_000];
        Arrays.fill(ops, op());

        assertThat(((Mut) ok(mut(ops))).ops()).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"txId", "name"})
    void commandNeedsItsNames(String field) {
        assertNonEmptyText(call(), field);
    }

    @Test
    void commandTakesAnyArguments() {
        assertThat(ok(with(call(), "args", NUMBER))).isEqualTo(new Call("tx-1", "run", NUMBER));
        assertThat(ok(with(call(), "args", Value.NULL))).isEqualTo(new Call("tx-1", "run", null));
        assertThat(ok(call())).isEqualTo(new Call("tx-1", "run", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetchId", "collection"})
    void pageRequestNeedsItsNames(String field) {
        assertNonEmptyText(fetch(), field);
    }

    @Test
    void pageRequestHasAMapAsCursorAndANumberAsLimit() {
        assertThat(client(with(fetch(), "cursor", TEXT))).isEqualTo("Malformed fetch: cursor is not a map.");
        assertThat(client(with(fetch(), "limit", TEXT))).isEqualTo("Malformed fetch: limit is not a number.");
        assertThat(ok(with(fetch(), "cursor", ROW))).isEqualTo(new Fetch("f1", "messages", null, ROW, null, null));
    }

    @Test
    void positionOfAServerIsDecimalText() {
        assertThat(server(with(uptodate(), "seq", NUMBER))).isEqualTo("Malformed uptodate: seq is not a text.");
        assertThat(server(with(uptodate(), "seq", Value.of("-1")))).contains("seq is no position");
        assertThat(server(with(uptodate(), "seq", Value.of("9007199254740992"))))
                .contains("seq is no position");
        assertThat(server(with(uptodate(), "seq", Value.NULL))).contains("seq is missing");
    }

    @Test
    void subscriptionOfABoundaryIsText() {
        assertThat(server(with(uptodate(), "sub", NUMBER))).isEqualTo("Malformed uptodate: sub is not a text.");
        assertThat(server(with(Value.map("t", Value.of("reset")), "sub", NUMBER)))
                .isEqualTo("Malformed reset: sub is not a text.");
    }

    @Test
    void rowOfASnapshotIsAMap() {
        assertThat(server(with(snap(), "row", Value.array()))).isEqualTo("Malformed snap: row is not a map.");
        assertThat(server(with(snap(), "row", Value.NULL))).isEqualTo("Malformed snap: row is missing.");
    }

    @Test
    void wholeNumberAsKeyOfASnapshotIsTheTextThatDeltasCarry() {
        assertThat(((Snap) serverOk(with(snap(), "key", NUMBER))).key()).isEqualTo("5");
        assertThat(((Snap) serverOk(with(snap(), "key", Value.of(1_753_167_000_000.0)))).key())
                .isEqualTo("1753167000000");
        assertThat(server(with(snap(), "key", Value.of(0.5)))).isEqualTo("Malformed snap: key is not a text.");
        assertThat(server(with(snap(), "key", Value.of(1e300)))).isEqualTo("Malformed snap: key is not a text.");
    }

    @Test
    void deltaHasColumnsUnlessItDeletes() {
        assertThat(server(with(delta(), "cols", Value.NULL))).isEqualTo("Malformed d: cols is missing.");
        assertThat(server(with(delta(), "cols", TEXT))).isEqualTo("Malformed d: cols is not a map.");
        assertThat(server(with(delta(), "op", Value.of("move")))).contains("op is none of");
        assertThat(server(with(delta(), "key", NUMBER))).isEqualTo("Malformed d: key is not a text.");

        Value.Map delete = with(with(delta(), "op", Value.of("delete")), "cols", Value.NULL);
        assertThat(serverOk(delete)).isEqualTo(new Delta("s1", "k1", Operation.DELETE, null, new Position(1)));
    }

    @Test
    void rowsOfAPageAreMaps() {
        Value.Map page = frame("page", "fetchId", Value.of("f1"), "rows", Value.array(ROW), "seq", Value.of("1"));

        assertThat(server(with(page, "rows", Value.array(ROW, TEXT))))
                .isEqualTo("Malformed page: rows has an item that is not a map.");
        assertThat(server(with(page, "rows", Value.NULL))).isEqualTo("Malformed page: rows is not an array.");
    }

    @Test
    void rejectionHasAMessageAndPerhapsACode() {
        Value.Map rejected = frame(
                "rejected",
                "txId",
                Value.of("tx-1"),
                "error",
                Value.map("code", Value.of("MADE_UP"), "message", Value.of("no")));

        Refusal refusal = ((Rejected) serverOk(rejected)).error();
        assertThat(refusal).isEqualTo(new Refusal("MADE_UP", "no"));
        assertThat(ErrorCode.parse(Objects.requireNonNull(refusal.code()))).isNull();
        assertThat(server(with(rejected, "error", Value.NULL)))
                .isEqualTo("Malformed error of rejected: it is not a map.");
        assertThat(server(with(rejected, "error", Value.map("code", TEXT))))
                .isEqualTo("Malformed error of rejected: message is missing.");
        assertThat(server(with(rejected, "error", Value.map("code", NUMBER, "message", TEXT))))
                .isEqualTo("Malformed error of rejected: code is not a text.");
    }

    private static void assertNonEmptyText(Value.Map frame, String field) {
        String frameName = ((Value.Text) Objects.requireNonNull(frame.get("t"))).value();
        String start = "Malformed " + frameName + ": " + field;
        assertThat(client(with(frame, field, Value.of("")))).isEqualTo(start + " is empty.");
        assertThat(client(with(frame, field, NUMBER))).isEqualTo(start + " is not a text.");
        assertThat(client(with(frame, field, Value.NULL))).isEqualTo(start + " is missing.");
        assertThat(client(without(frame, field))).isEqualTo(start + " is missing.");
    }

    private static Value.Map sub() {
        return Value.map("t", Value.of("sub"), "subId", Value.of("s1"), "collection", Value.of("messages"));
    }

    private static Value.Map mut(Value... ops) {
        return frame("mut", "txId", Value.of("tx-1"), "collection", Value.of("messages"), "ops", Value.array(ops));
    }

    private static Value.Map op() {
        return Value.map("type", Value.of("insert"), "key", Value.of("k1"), "cols", ROW);
    }

    private static Value.Map call() {
        return Value.map("t", Value.of("call"), "txId", Value.of("tx-1"), "name", Value.of("run"));
    }

    private static Value.Map fetch() {
        return Value.map("t", Value.of("fetch"), "fetchId", Value.of("f1"), "collection", Value.of("messages"));
    }

    private static Value.Map uptodate() {
        return Value.map("t", Value.of("uptodate"), "seq", Value.of("1"));
    }

    private static Value.Map snap() {
        return with(frame("snap", "sub", Value.of("s1"), "key", Value.of("k1"), "row", ROW), "seq", Value.of("1"));
    }

    private static Value.Map delta() {
        Value.Map delta = frame("d", "sub", Value.of("s1"), "key", Value.of("k1"), "op", Value.of("insert"));
        return with(with(delta, "cols", ROW), "seq", Value.of("1"));
    }

    private static Value.Map frame(String kind, String k1, Value v1, String k2, Value v2) {
        return with(Value.map("t", Value.of(kind), k1, v1), k2, v2);
    }

    private static Value.Map frame(String kind, String k1, Value v1, String k2, Value v2, String k3, Value v3) {
        return with(frame(kind, k1, v1, k2, v2), k3, v3);
    }

    private static ClientFrame ok(Value.Map frame) {
        return Frames.clientFrame(bytes(frame));
    }

    private static ServerFrame serverOk(Value.Map frame) {
        return Frames.serverFrame(bytes(frame));
    }

    private static String client(Value.Map frame) {
        return reason(FrameReader.clientFrame(bytes(frame), Limits.SERVER_INBOUND));
    }

    private static String server(Value.Map frame) {
        return reason(FrameReader.serverFrame(bytes(frame), Limits.CLIENT_INBOUND));
    }
}
