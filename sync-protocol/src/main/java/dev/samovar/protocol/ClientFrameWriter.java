package dev.samovar.protocol;

import static dev.samovar.protocol.FieldWriter.begin;
import static dev.samovar.protocol.FieldWriter.one;
import static dev.samovar.protocol.FieldWriter.optional;
import static dev.samovar.protocol.FieldWriter.text;
import static dev.samovar.protocol.FieldWriter.whole;

/** Writes what a client says. */
final class ClientFrameWriter {
    private ClientFrameWriter() {}

    static void sub(ClientFrame.Sub frame, FrameOutput out) {
        int size = 3
                + one(frame.where())
                + one(frame.orderBy())
                + one(frame.limit())
                + one(frame.offset())
                + one(frame.since())
                + one(frame.epoch())
                + one(frame.resume());
        begin(size, "sub", out);
        text("subId", frame.subId(), out);
        text("collection", frame.collection(), out);
        optional("where", frame.where(), out);
        optional("orderBy", frame.orderBy(), out);
        optional("limit", frame.limit(), out);
        optional("offset", frame.offset(), out);
        optional("since", frame.since(), out);
        optional("epoch", frame.epoch(), out);
        optional("resume", frame.resume(), out);
    }

    static void unsub(ClientFrame.Unsub frame, FrameOutput out) {
        begin(2, "unsub", out);
        text("subId", frame.subId(), out);
    }

    static void mut(ClientFrame.Mut frame, FrameOutput out) {
        begin(4, "mut", out);
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

    static void call(ClientFrame.Call frame, FrameOutput out) {
        begin(3 + one(frame.args()), "call", out);
        text("txId", frame.txId(), out);
        text("name", frame.name(), out);
        optional("args", frame.args(), out);
    }

    static void fetch(ClientFrame.Fetch frame, FrameOutput out) {
        int size = 3 + one(frame.where()) + one(frame.cursor()) + one(frame.orderBy()) + one(frame.limit());
        begin(size, "fetch", out);
        text("fetchId", frame.fetchId(), out);
        text("collection", frame.collection(), out);
        optional("where", frame.where(), out);
        optional("cursor", frame.cursor(), out);
        optional("orderBy", frame.orderBy(), out);
        optional("limit", frame.limit(), out);
    }

    static void hello(ClientFrame.Hello frame, FrameOutput out) {
        begin(2 + one(frame.agent()), "hello", out);
        whole("version", frame.version(), out);
        optional("agent", frame.agent(), out);
    }

    static void ack(ClientFrame.Ack frame, FrameOutput out) {
        begin(2, "ack", out);
        out.text("bytes").number(frame.bytes());
    }

    static void join(ClientFrame.Join frame, FrameOutput out) {
        begin(1 + one(frame.state()), "join", out);
        optional("state", frame.state(), out);
    }

    static void leave(FrameOutput out) {
        begin(1, "leave", out);
    }

    static void broadcast(ClientFrame.Broadcast frame, FrameOutput out) {
        begin(1 + one(frame.data()), "broadcast", out);
        optional("data", frame.data(), out);
    }
}
