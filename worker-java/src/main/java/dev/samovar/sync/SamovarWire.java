package dev.samovar.sync;

import dev.samovar.protocol.DoneWrite;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.RowChange;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.SubChanges;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code samovar/1}: one message for each flush, and a reason for everything. */
final class SamovarWire extends Wire {
    /** A close frame holds 123 bytes, and a character may take three. */
    private static final int MAX_REASON = 41;

    private final FrameSender sender;
    private final Epochs epochs;
    private final MessagePackWriter scratch = new MessagePackWriter();
    private ServerFrame.@Nullable Flush lastFlush;
    private byte[] lastBytes = {};

    SamovarWire(FrameSender sender, Epochs epochs) {
        this.sender = sender;
        this.epochs = epochs;
    }

    @Override
    boolean isSamovar() {
        return true;
    }

    @Override
    void flush(Session<?> session, Position head, List<Settled> done, boolean always) {
        List<SubChanges> subs = new ArrayList<>();
        for (Subscription<?> subscription : session.subscriptions()) {
            if (subscription.isLive() && subscription.shape().hasChanges()) {
                PackedChanges changes = subscription.shape().packedAfter(session.delivered());
                if (!changes.isEmpty()) {
                    subs.add(new SubChanges(subscription.id(), changes));
                }
            }
        }
        if (subs.isEmpty() && done.isEmpty() && !always) {
            return;
        }
        List<DoneWrite> writes = new ArrayList<>(done.size());
        for (Settled write : done) {
            writes.add(new DoneWrite(write.txId(), write.result()));
        }
        String epoch = epochs.current();
        ServerFrame.Flush flush =
                new ServerFrame.Flush(session.told(), head, epoch.equals(session.epoch()) ? null : epoch, subs, writes);
        session.epoch(epoch);
        session.told(head);
        if (done.isEmpty()) {
            byte[] bytes = encoded(flush);
            sender.send(session, bytes, bytes.length);
        } else {
            sender.send(session, flush);
        }
    }

    /** Clients that follow the same get the same bytes, mostly one behind the other. */
    private byte[] encoded(ServerFrame.Flush flush) {
        if (!flush.equals(lastFlush)) {
            scratch.clear();
            FrameWriter.write(flush, scratch);
            lastBytes = scratch.toByteArray();
            lastFlush = flush;
        }
        return lastBytes;
    }

    @Override
    void rejected(Session<?> session, String txId, Refusal refusal) {
        sender.send(session, new ServerFrame.Rejected(txId, refusal));
    }

    @Override
    void subRefused(Session<?> session, String sub, Refusal refusal) {
        sender.send(session, new ServerFrame.SubError(sub, refusal));
    }

    @Override
    void reset(Session<?> session, String sub, ResetReason reason) {
        sender.send(session, ServerFrame.Reset.of(sub, reason));
    }

    @Override
    void catchUp(Subscription<?> subscription, CatchUp missed, Position head) {
        Session<?> session = subscription.session();
        MessagePackWriter changes = new MessagePackWriter();
        int count = 0;
        while (missed.next()) {
            if (missed.isMember()) {
                RowChange.encodeWhole(missed.encodedKey(), missed.row(), changes);
            } else {
                new RowChange.Left(missed.key()).encodeTo(changes);
            }
            count++;
            if (changes.length() >= SyncLimits.CHUNK_BYTES) {
                changes(subscription, changes, count);
                count = 0;
            }
        }
        if (count > 0) {
            changes(subscription, changes, count);
        }
        String epoch = epochs.current();
        sender.send(session, new ServerFrame.Live(subscription.id(), epoch, head));
    }

    private void changes(Subscription<?> subscription, MessagePackWriter changes, int count) {
        sender.send(
                subscription.session(),
                new ServerFrame.Changes(
                        subscription.id(), out -> out.arrayHeader(count).raw(changes.array(), 0, changes.length())));
        changes.clear();
    }

    @Override
    void pageRefused(Session<?> session, String fetchId, Refusal refusal, Position head) {
        sender.send(session, new ServerFrame.PageError(fetchId, refusal));
    }

    @Override
    void malformed(Session<?> session, String reason, int closeCode) {
        session.socket().close(closeCode, reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON));
    }
}
