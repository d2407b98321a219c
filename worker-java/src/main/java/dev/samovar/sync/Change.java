package dev.samovar.sync;

import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import org.jspecify.annotations.Nullable;

/** A row that changed, as it is now, on its way to the subscriptions of its table. */
final class Change {
    private final SyncedTable<?> table;
    private final String key;
    private final Operation op;
    private final @Nullable EncodedValue row;
    private final Position seq;
    private boolean superseded;
    private @Nullable String frameSub;
    private byte[] frame = {};

    /** @param row {@code null} if the row is gone */
    Change(SyncedTable<?> table, LogEntry entry, @Nullable EncodedValue row) {
        this.table = table;
        this.key = entry.key();
        this.op = row == null ? Operation.DELETE : entry.op() == Operation.DELETE ? Operation.UPDATE : entry.op();
        this.row = row;
        this.seq = entry.seq();
    }

    SyncedTable<?> table() {
        return table;
    }

    Position seq() {
        return seq;
    }

    /** The bytes the change holds in memory, about. */
    int size() {
        return key.length() + (row == null ? 0 : row.bytes().length);
    }

    /** Whether a newer change of the same row follows, which makes this one needless. */
    boolean isSuperseded() {
        return superseded;
    }

    void supersede() {
        superseded = true;
    }

    /** The delta for a subscription. Clients tend to number alike, so one encoding mostly serves all of them. */
    byte[] frame(String sub, MessagePackWriter scratch) {
        if (!sub.equals(frameSub)) {
            scratch.clear();
            FrameWriter.write(new ServerFrame.Delta(sub, key, op, row, seq), scratch);
            frame = scratch.toByteArray();
            frameSub = sub;
        }
        return frame;
    }
}
