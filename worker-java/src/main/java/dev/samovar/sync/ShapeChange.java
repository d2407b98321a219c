package dev.samovar.sync;

import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import org.jspecify.annotations.Nullable;

/** A row that came into a shape, changed in it, or left it. */
final class ShapeChange {
    private final String key;
    private final Position seq;
    private final boolean wasMember;
    private final @Nullable RowImage row;
    private final ColumnMask columns;
    private final @Nullable ShapeChange previous;
    private boolean superseded;
    private @Nullable String frameSub;
    private byte[] frame = {};

    /**
     * @param row as it is now; {@code null} if it is no member any more
     * @param previous the row's last change of the same tick, which this one supersedes
     */
    ShapeChange(
            String key,
            Position seq,
            boolean wasMember,
            @Nullable RowImage row,
            ColumnMask columns,
            @Nullable ShapeChange previous) {
        this.key = key;
        this.seq = seq;
        this.wasMember = wasMember;
        this.row = row;
        this.columns = columns;
        this.previous = previous;
        if (previous != null) {
            previous.superseded = true;
        }
    }

    String key() {
        return key;
    }

    Position seq() {
        return seq;
    }

    /** Whether a newer change of the same row follows, which makes this one needless. */
    boolean isSuperseded() {
        return superseded;
    }

    /** {@code null} if the row is no member any more. */
    @Nullable
    RowImage row() {
        return row;
    }

    /** Whether a client that was told everything up to the position has the row. */
    boolean isHeldAt(Position position) {
        ShapeChange first = this;
        while (first.previous != null && first.previous.seq.isAfter(position)) {
            first = first.previous;
        }
        return first.wasMember;
    }

    /** The columns that such a client does not know. */
    ColumnMask columnsAfter(Position position) {
        ColumnMask all = columns;
        for (ShapeChange change = previous; change != null && change.seq.isAfter(position); change = change.previous) {
            all = all.or(change.columns);
        }
        return all;
    }

    /** The reference profile's delta. Clients tend to number alike, so one encoding mostly serves all of them. */
    byte[] delta(String sub, boolean held, MessagePackWriter scratch) {
        if (!sub.equals(frameSub)) {
            Operation op = row == null ? Operation.DELETE : held ? Operation.UPDATE : Operation.INSERT;
            scratch.clear();
            FrameWriter.write(new ServerFrame.Delta(sub, key, op, row, seq), scratch);
            frame = scratch.toByteArray();
            frameSub = sub;
        }
        return frame;
    }
}
