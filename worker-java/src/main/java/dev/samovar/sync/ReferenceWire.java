package dev.samovar.sync;

import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.RowFrameWriter;
import dev.samovar.protocol.ServerFrame;
import java.util.List;

/** The reference profile: a frame for each row, refusals told twice, malformed frames ignored. */
final class ReferenceWire extends Wire {
    private final FrameSender sender;

    ReferenceWire(FrameSender sender) {
        this.sender = sender;
    }

    @Override
    boolean isSamovar() {
        return false;
    }

    @Override
    void flush(Session<?> session, Position head, List<Settled> done, boolean always) {
        boolean sent = always;
        for (Subscription<?> subscription : session.subscriptions()) {
            for (ShapeChange change : subscription.shape().after(session.delivered())) {
                boolean held = change.isHeldAt(session.delivered());
                if (!change.isSuperseded() && (held || change.row() != null)) {
                    sender.send(session, change, subscription.id(), held);
                    sent = true;
                }
            }
        }
        if (sent) {
            sender.send(session, new ServerFrame.UpToDate(head, null));
            session.told(head);
        }
        for (Settled write : done) {
            sender.send(session, new ServerFrame.Committed(write.txId(), write.seq(), write.result()));
        }
    }

    @Override
    void rejected(Session<?> session, String txId, Refusal refusal) {
        sender.send(session, new ServerFrame.Rejected(txId, refusal));
    }

    @Override
    void subRefused(Session<?> session, String sub, Refusal refusal) {
        sender.send(session, new ServerFrame.SubError(sub, refusal));
        sender.send(session, new ServerFrame.Reset(sub));
    }

    @Override
    void reset(Session<?> session, String sub, ResetReason reason) {
        sender.send(session, new ServerFrame.Reset(sub));
    }

    @Override
    void catchUp(Subscription<?> subscription, CatchUp missed, Position head) {
        Session<?> session = subscription.session();
        RowFrameWriter updates = RowFrameWriter.update(subscription.id(), head);
        while (missed.next()) {
            if (missed.isMember()) {
                sender.send(session, updates, missed.encodedKey(), missed.row());
            } else {
                sender.send(
                        session, new ServerFrame.Delta(subscription.id(), missed.key(), Operation.DELETE, null, head));
            }
        }
        sender.send(session, new ServerFrame.UpToDate(head, subscription.id()));
        session.told(head);
    }

    @Override
    void pageRefused(Session<?> session, String fetchId, Refusal refusal, Position head) {
        sender.send(session, new ServerFrame.PageError(fetchId, refusal));
        sender.send(session, new ServerFrame.Page(fetchId, List.of(), head));
    }

    /** Nothing: clients of this profile would dial again for ever if they were closed. */
    @Override
    void malformed(Session<?> session, String reason, int closeCode) {}
}
