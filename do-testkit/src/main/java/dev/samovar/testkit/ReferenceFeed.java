package dev.samovar.testkit;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.Objects;

/** Rows as the frames of the reference profile bring them. */
final class ReferenceFeed extends RowFeed {
    ReferenceFeed(String sub, Selection selection) {
        super(sub, selection);
    }

    @Override
    ClientFrame.Sub subscription() {
        String since = position == null ? null : position.toString();
        return new ClientFrame.Sub(
                sub,
                selection.collection(),
                selection.where(),
                selection.orderBy(),
                selection.limit(),
                selection.offset(),
                since);
    }

    @Override
    void connectionLost() {
        isCaughtUp = false;
        if (position == null) {
            // A snapshot that broke off counts for nothing: its rows may be gone by now.
            rows.clear();
        }
    }

    @Override
    void apply(ServerFrame frame) {
        if (frame instanceof ServerFrame.Snap snap && snap.sub().equals(sub)) {
            rows.put(snap.key(), (Value.Map) snap.row());
        } else if (frame instanceof ServerFrame.SnapEnd end && end.sub().equals(sub)) {
            caughtUp(end.seq());
        } else if (frame instanceof ServerFrame.Delta delta && delta.sub().equals(sub)) {
            apply(delta);
        } else if (frame instanceof ServerFrame.SubError error && error.sub().equals(sub)) {
            refusal = error.error();
        } else if (frame instanceof ServerFrame.UpToDate upToDate) {
            apply(upToDate);
        } else if (frame instanceof ServerFrame.Reset reset) {
            apply(reset);
        } else if (frame instanceof ServerFrame.Committed committed) {
            reached(committed.seq());
        }
    }

    private void apply(ServerFrame.Delta delta) {
        if (delta.op() == Operation.DELETE) {
            rows.remove(delta.key());
        } else {
            rows.put(delta.key(), (Value.Map) Objects.requireNonNull(delta.cols()));
        }
    }

    private void apply(ServerFrame.UpToDate upToDate) {
        if (upToDate.sub() == null) {
            reached(upToDate.seq());
        } else if (upToDate.sub().equals(sub)) {
            caughtUp(upToDate.seq());
        }
    }

    private void apply(ServerFrame.Reset reset) {
        if (reset.sub() == null || reset.sub().equals(sub)) {
            rows.clear();
            position = null;
            isCaughtUp = false;
        }
    }

    /** The connection has reached a position, which says nothing of a subscription that has not caught up on it. */
    private void reached(Position boundary) {
        if (isCaughtUp && (position == null || boundary.isAfter(position))) {
            position = boundary;
        }
    }

    private void caughtUp(Position boundary) {
        isCaughtUp = true;
        position = boundary;
    }
}
