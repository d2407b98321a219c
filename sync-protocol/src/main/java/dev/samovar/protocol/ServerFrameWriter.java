package dev.samovar.protocol;

import static dev.samovar.protocol.FieldWriter.begin;
import static dev.samovar.protocol.FieldWriter.one;
import static dev.samovar.protocol.FieldWriter.optional;
import static dev.samovar.protocol.FieldWriter.position;
import static dev.samovar.protocol.FieldWriter.some;
import static dev.samovar.protocol.FieldWriter.text;
import static dev.samovar.protocol.FieldWriter.texts;
import static dev.samovar.protocol.FieldWriter.whole;

import java.util.List;

/** Writes what a server says. */
final class ServerFrameWriter {
    private ServerFrameWriter() {}

    static void write(ServerFrame frame, MessagePackWriter out) {
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
            case WELCOME -> welcome((ServerFrame.Welcome) frame, out);
            case BEGIN -> beginSnapshot((ServerFrame.Begin) frame, out);
            case CHUNK -> chunk((ServerFrame.Chunk) frame, out);
            case CHANGES -> changes((ServerFrame.Changes) frame, out);
            case LIVE -> live((ServerFrame.Live) frame, out);
            case FLUSH -> flush((ServerFrame.Flush) frame, out);
            case PRESENT -> present((ServerFrame.Present) frame, out);
            case SAID -> said((ServerFrame.Said) frame, out);
        }
    }

    /** What stands before the key in a frame that tells one row. */
    static void beginRow(int size, ServerFrame.Kind kind, String sub, MessagePackWriter out) {
        begin(size, kind.wireName(), out);
        text("sub", sub, out);
        out.text("key");
    }

    private static void snap(ServerFrame.Snap frame, MessagePackWriter out) {
        beginRow(5, ServerFrame.Kind.SNAP, frame.sub(), out);
        out.text(frame.key());
        optional("row", frame.row(), out);
        position("seq", frame.seq(), out);
    }

    private static void snapEnd(ServerFrame.SnapEnd frame, MessagePackWriter out) {
        begin(3, frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        position("seq", frame.seq(), out);
    }

    private static void delta(ServerFrame.Delta frame, MessagePackWriter out) {
        beginRow(5 + one(frame.cols()), ServerFrame.Kind.DELTA, frame.sub(), out);
        out.text(frame.key());
        text("op", frame.op().wireName(), out);
        optional("cols", frame.cols(), out);
        position("seq", frame.seq(), out);
    }

    private static void upToDate(ServerFrame.UpToDate frame, MessagePackWriter out) {
        begin(2 + one(frame.sub()), frame.kind().wireName(), out);
        position("seq", frame.seq(), out);
        optional("sub", frame.sub(), out);
    }

    private static void committed(ServerFrame.Committed frame, MessagePackWriter out) {
        begin(3 + one(frame.result()), frame.kind().wireName(), out);
        text("txId", frame.txId(), out);
        position("seq", frame.seq(), out);
        optional("result", frame.result(), out);
    }

    private static void rejected(ServerFrame.Rejected frame, MessagePackWriter out) {
        begin(3, frame.kind().wireName(), out);
        text("txId", frame.txId(), out);
        out.text("error").mapHeader(size(frame.error()));
        refusal(frame.error(), out);
    }

    private static void reset(ServerFrame.Reset frame, MessagePackWriter out) {
        begin(1 + one(frame.sub()) + one(frame.reason()), frame.kind().wireName(), out);
        optional("sub", frame.sub(), out);
        optional("reason", frame.reason(), out);
    }

    private static void page(ServerFrame.Page frame, MessagePackWriter out) {
        begin(4, frame.kind().wireName(), out);
        text("fetchId", frame.fetchId(), out);
        out.text("rows").arrayHeader(frame.rows().size());
        for (Encodable row : frame.rows()) {
            row.encodeTo(out);
        }
        position("seq", frame.seq(), out);
    }

    private static void subError(ServerFrame.SubError frame, MessagePackWriter out) {
        begin(2 + size(frame.error()), frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        refusal(frame.error(), out);
    }

    private static void pageError(ServerFrame.PageError frame, MessagePackWriter out) {
        begin(2 + size(frame.error()), frame.kind().wireName(), out);
        text("fetchId", frame.fetchId(), out);
        refusal(frame.error(), out);
    }

    private static void welcome(ServerFrame.Welcome frame, MessagePackWriter out) {
        begin(7 + one(frame.expires()), frame.kind().wireName(), out);
        whole("version", frame.version(), out);
        text("epoch", frame.epoch(), out);
        position("seq", frame.seq(), out);
        text("session", frame.session(), out);
        whole("heartbeat", frame.heartbeat(), out);
        optional("expires", frame.expires(), out);
        limits(frame.limits(), out);
    }

    private static void limits(ServerLimits limits, MessagePackWriter out) {
        out.text("limits").mapHeader(5);
        whole("frameBytes", limits.frameBytes(), out);
        whole("opsPerMutation", limits.opsPerMutation(), out);
        whole("subscriptions", limits.subscriptions(), out);
        whole("unackedBytes", limits.unackedBytes(), out);
        whole("chunkBytes", limits.chunkBytes(), out);
    }

    private static void beginSnapshot(ServerFrame.Begin frame, MessagePackWriter out) {
        begin(4, frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        text("epoch", frame.epoch(), out);
        position("seq", frame.seq(), out);
    }

    private static void chunk(ServerFrame.Chunk frame, MessagePackWriter out) {
        begin(6, frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        whole("key", frame.key(), out);
        texts("columns", frame.columns(), out);
        out.text("values").arrayHeader(frame.values().size());
        for (Encodable column : frame.values()) {
            column.encodeTo(out);
        }
        optional("next", frame.next(), out);
    }

    private static void changes(ServerFrame.Changes frame, MessagePackWriter out) {
        begin(3, frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        optional("changes", frame.changes(), out);
    }

    private static void live(ServerFrame.Live frame, MessagePackWriter out) {
        begin(4, frame.kind().wireName(), out);
        text("sub", frame.sub(), out);
        text("epoch", frame.epoch(), out);
        position("seq", frame.seq(), out);
    }

    private static void flush(ServerFrame.Flush frame, MessagePackWriter out) {
        begin(
                3 + one(frame.epoch()) + some(frame.subs()) + some(frame.done()),
                frame.kind().wireName(),
                out);
        position("prev", frame.prev(), out);
        position("seq", frame.seq(), out);
        optional("epoch", frame.epoch(), out);
        if (!frame.subs().isEmpty()) {
            subs(frame.subs(), out);
        }
        if (!frame.done().isEmpty()) {
            done(frame.done(), out);
        }
    }

    private static void subs(List<SubChanges> subs, MessagePackWriter out) {
        out.text("subs").arrayHeader(subs.size());
        for (SubChanges sub : subs) {
            out.arrayHeader(2).text(sub.sub());
            sub.changes().encodeTo(out);
        }
    }

    private static void done(List<DoneWrite> writes, MessagePackWriter out) {
        out.text("done").arrayHeader(writes.size());
        for (DoneWrite write : writes) {
            out.arrayHeader(1 + one(write.result())).text(write.txId());
            if (write.result() != null) {
                write.result().encodeTo(out);
            }
        }
    }

    private static void present(ServerFrame.Present frame, MessagePackWriter out) {
        begin(1 + some(frame.peers()) + some(frame.gone()), frame.kind().wireName(), out);
        if (!frame.peers().isEmpty()) {
            peers(frame.peers(), out);
        }
        if (!frame.gone().isEmpty()) {
            texts("gone", frame.gone(), out);
        }
    }

    private static void peers(List<Peer> peers, MessagePackWriter out) {
        out.text("peers").arrayHeader(peers.size());
        for (Peer peer : peers) {
            out.arrayHeader(2 + one(peer.state())).text(peer.session()).text(peer.who());
            if (peer.state() != null) {
                peer.state().encodeTo(out);
            }
        }
    }

    private static void said(ServerFrame.Said frame, MessagePackWriter out) {
        begin(3 + one(frame.data()), frame.kind().wireName(), out);
        text("from", frame.from(), out);
        text("who", frame.who(), out);
        optional("data", frame.data(), out);
    }

    private static int size(Refusal refusal) {
        return 1 + one(refusal.code()) + one(refusal.retryAfter());
    }

    private static void refusal(Refusal refusal, MessagePackWriter out) {
        optional("code", refusal.code(), out);
        text("message", refusal.message(), out);
        optional("retryAfter", refusal.retryAfter(), out);
    }
}
