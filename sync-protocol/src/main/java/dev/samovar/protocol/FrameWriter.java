package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Writes frames, each as one MessagePack map, its fields in the order of the golden frames. Optional fields that are
 * {@code null} are left out. A frame is appended to what the writer holds.
 *
 * <p>A value in a frame that nests too deep throws {@link IllegalArgumentException}, as {@link MessagePackWriter} says.
 */
public final class FrameWriter {
    private FrameWriter() {}

    public static void write(ClientFrame frame, MessagePackWriter out) {
        switch (frame.kind()) {
            case SUB -> sub((ClientFrame.Sub) frame, out);
            case UNSUB -> unsub((ClientFrame.Unsub) frame, out);
            case MUT -> mut((ClientFrame.Mut) frame, out);
            case CALL -> call((ClientFrame.Call) frame, out);
            case FETCH -> fetch((ClientFrame.Fetch) frame, out);
        }
    }

    public static void write(ServerFrame frame, MessagePackWriter out) {
        switch (frame.kind()) {
            case SNAP -> snap((ServerFrame.Snap) frame, out);
            case SNAP_END -> snapEnd((ServerFrame.SnapEnd) frame, out);
            case DELTA -> delta((ServerFrame.Delta) frame, out);
            case UP_TO_DATE -> upToDate((ServerFrame.UpToDate) frame, out);
            case COMMITTED -> committed((ServerFrame.Committed) frame, out);
            case REJECTED -> rejected((ServerFrame.Rejected) frame, out);
            case RESET -> reset((ServerFrame.Reset) frame, out);
            case PAGE -> page((ServerFrame.Page) frame, out);
            case SUB_ERROR -> subError((ServerFrame.SubError) frame, out);
            case PAGE_ERROR -> pageError((ServerFrame.PageError) frame, out);
        }
    }

    private static void sub(ClientFrame.Sub frame, MessagePackWriter out) {
        int size = 3
                + one(frame.where())
                + one(frame.orderBy())
                + one(frame.limit())
                + one(frame.offset())
                + one(frame.since());
        begin(size, frame.kind().wireName(), out);
        text("subId", frame.subId(), out);
        text("collection", frame.collection(), out);
        optional("where", frame.where(), out);
        optional("orderBy", frame.orderBy(), out);
        optional("limit", frame.limit(), out);
        optional("offset", frame.offset(), out);
        optional("since", frame.since(), out);
    }

    private static void unsub(ClientFrame.Unsub frame, MessagePackWriter out) {
        begin(2, frame.kind().wireName(), out);
        text("subId", frame.subId(), out);
    }

    private static void mut(ClientFrame.Mut frame, MessagePackWriter out) {
        begin(4, frame.kind().wireName(), out);
        text("txId", frame.txId(), out);
        text("collection", frame.collection(), out);
        out.text("ops").arrayHeader(frame.ops().size());
        for (MutationOp op : frame.ops()) {
            out.mapHeader(2 + one(op.cols()));
            text("type", op.type().wireName(), out);
            text("key", op.key(), out);
            optional("cols", op.cols(), out);
        }
    }

    private static void call(ClientFrame.Call frame, MessagePackWriter out) {
        begin(3 + one(frame.args()), frame.kind().wireName(), out);
        text("txId", frame.txId(), out);
        text("name", frame.name(), out);
        optional("args", frame.args(), out);
    }

    private static void fetch(ClientFrame.Fetch frame, MessagePackWriter out) {
        int size = 3 + one(frame.where()) + one(frame.cursor()) + one(frame.orderBy()) + one(frame.limit());
        begin(size, frame.kind().wireName(), out);
        text("fetchId", frame.fetchId(), out);
        text("collection", frame.collection(), out);
        optional("where", frame.where(), out);
        optional("cursor", frame.cursor(), out);
        optional("orderBy", frame.orderBy(), out);
        optional("limit", frame.limit(), out);
    }

    private static void snap(ServerFrame.Snap frame, MessagePackWriter out) {
        begin(5, frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        text("key", frame.key(), out);
        optional("row", frame.row(), out);
        seq(frame.seq(), out);
    }

    private static void snapEnd(ServerFrame.SnapEnd frame, MessagePackWriter out) {
        begin(3, frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        seq(frame.seq(), out);
    }

    private static void delta(ServerFrame.Delta frame, MessagePackWriter out) {
        begin(5 + one(frame.cols()), frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        text("key", frame.key(), out);
        text("op", frame.op().wireName(), out);
        optional("cols", frame.cols(), out);
        seq(frame.seq(), out);
    }

    private static void upToDate(ServerFrame.UpToDate frame, MessagePackWriter out) {
        begin(2 + one(frame.sub()), frame.kind().wireName(), out);
        seq(frame.seq(), out);
        optional("sub", frame.sub(), out);
    }

    private static void committed(ServerFrame.Committed frame, MessagePackWriter out) {
        begin(3 + one(frame.result()), frame.kind().wireName(), out);
        text("txId", frame.txId(), out);
        seq(frame.seq(), out);
        optional("result", frame.result(), out);
    }

    private static void rejected(ServerFrame.Rejected frame, MessagePackWriter out) {
        begin(3, frame.kind().wireName(), out);
        text("txId", frame.txId(), out);
        out.text("error").mapHeader(1 + one(frame.error().code()));
        refusal(frame.error(), out);
    }

    private static void reset(ServerFrame.Reset frame, MessagePackWriter out) {
        begin(1 + one(frame.sub()), frame.kind().wireName(), out);
        optional("sub", frame.sub(), out);
    }

    private static void page(ServerFrame.Page frame, MessagePackWriter out) {
        begin(4, frame.kind().wireName(), out);
        text("fetchId", frame.fetchId(), out);
        out.text("rows").arrayHeader(frame.rows().size());
        for (Encodable row : frame.rows()) {
            row.encodeTo(out);
        }
        seq(frame.seq(), out);
    }

    private static void subError(ServerFrame.SubError frame, MessagePackWriter out) {
        begin(3 + one(frame.error().code()), frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        refusal(frame.error(), out);
    }

    private static void pageError(ServerFrame.PageError frame, MessagePackWriter out) {
        begin(3 + one(frame.error().code()), frame.kind().wireName(), out);
        text("fetchId", frame.fetchId(), out);
        refusal(frame.error(), out);
    }

    private static void refusal(Refusal refusal, MessagePackWriter out) {
        optional("code", refusal.code(), out);
        text("message", refusal.message(), out);
    }

    private static void begin(int size, String kind, MessagePackWriter out) {
        out.mapHeader(size);
        text("t", kind, out);
    }

    /** How many fields an optional component takes. */
    private static int one(@Nullable Object component) {
        return component == null ? 0 : 1;
    }

    private static void seq(Position position, MessagePackWriter out) {
        out.text("seq").decimal(position);
    }

    private static void text(String name, String value, MessagePackWriter out) {
        out.text(name).text(value);
    }

    private static void optional(String name, @Nullable String value, MessagePackWriter out) {
        if (value != null) {
            out.text(name).text(value);
        }
    }

    private static void optional(String name, @Nullable Double value, MessagePackWriter out) {
        if (value != null) {
            out.text(name).number(value);
        }
    }

    private static void optional(String name, @Nullable Encodable value, MessagePackWriter out) {
        if (value != null) {
            out.text(name);
            value.encodeTo(out);
        }
    }
}
