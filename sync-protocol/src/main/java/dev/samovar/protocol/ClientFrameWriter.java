package dev.samovar.protocol;

import static dev.samovar.protocol.FieldWriter.begin;
import static dev.samovar.protocol.FieldWriter.one;
import static dev.samovar.protocol.FieldWriter.optional;
import static dev.samovar.protocol.FieldWriter.text;
import static dev.samovar.protocol.FieldWriter.whole;

/** Writes what a client says. */
final class ClientFrameWriter {
    private ClientFrameWriter() {}

    static void write(ClientFrame frame, MessagePackWriter out) {
        switch (frame.kind()) {
            case SUB -> sub((ClientFrame.Sub) frame, out);
            case UNSUB -> unsub((ClientFrame.Unsub) frame, out);
            case MUT -> mut((ClientFrame.Mut) frame, out);
            case CALL -> call((ClientFrame.Call) frame, out);
            case FETCH -> fetch((ClientFrame.Fetch) frame, out);
            case HELLO -> hello((ClientFrame.Hello) frame, out);
            case ACK -> ack((ClientFrame.Ack) frame, out);
            case JOIN -> join((ClientFrame.Join) frame, out);
            case LEAVE -> begin(1, frame.kind().wireName(), out);
            case BROADCAST -> broadcast((ClientFrame.Broadcast) frame, out);
        }
    }

    static void sub(ClientFrame.Sub frame, MessagePackWriter out) {
        int size = 3
                + one(frame.where())
                + one(frame.orderBy())
                + one(frame.limit())
                + one(frame.offset())
                + one(frame.since())
                + one(frame.epoch())
                + one(frame.resume());
        begin(size, frame.kind().wireName(), out);
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

    private static void hello(ClientFrame.Hello frame, MessagePackWriter out) {
        begin(2 + one(frame.agent()), frame.kind().wireName(), out);
        whole("version", frame.version(), out);
        optional("agent", frame.agent(), out);
    }

    private static void ack(ClientFrame.Ack frame, MessagePackWriter out) {
        begin(2, frame.kind().wireName(), out);
        out.text("bytes").number(frame.bytes());
    }

    private static void join(ClientFrame.Join frame, MessagePackWriter out) {
        begin(1 + one(frame.state()), frame.kind().wireName(), out);
        optional("state", frame.state(), out);
    }

    private static void broadcast(ClientFrame.Broadcast frame, MessagePackWriter out) {
        begin(1 + one(frame.data()), frame.kind().wireName(), out);
        optional("data", frame.data(), out);
    }
}
