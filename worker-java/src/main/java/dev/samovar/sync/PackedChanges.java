package dev.samovar.sync;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.RowChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of a shape as {@code samovar/1} sends them, encoded once for all clients that are equally far. */
final class PackedChanges implements Encodable {
    static final PackedChanges NONE = new PackedChanges(new byte[] {(byte) 0x90}, true);

    private final byte[] array;
    private final boolean isEmpty;

    private PackedChanges(byte[] array, boolean isEmpty) {
        this.array = array;
        this.isEmpty = isEmpty;
    }

    /** Packs what a client that was told everything up to a position needs. */
    static PackedChanges of(List<ShapeChange> changes, Position told) {
        int needed = 0;
        for (ShapeChange change : changes) {
            needed += isNeeded(change, told) ? 1 : 0;
        }
        if (needed == 0) {
            return NONE;
        }
        MessagePackWriter out = new MessagePackWriter();
        out.arrayHeader(needed);
        for (ShapeChange change : changes) {
            if (isNeeded(change, told)) {
                RowImage row = change.row();
                boolean whole = !change.isHeldAt(told);
                ColumnMask columns = change.columnsAfter(told);
                wire(change.key(), row, whole || columns.equals(ColumnMask.ALL) ? null : columns)
                        .encodeTo(out);
            }
        }
        return new PackedChanges(out.toByteArray(), false);
    }

    private static boolean isNeeded(ShapeChange change, Position told) {
        return !change.isSuperseded() && (change.row() != null || change.isHeldAt(told));
    }

    private static RowChange wire(String key, @Nullable RowImage row, @Nullable ColumnMask columns) {
        if (row == null) {
            return new RowChange.Left(key);
        }
        return columns == null
                ? new RowChange.Whole(key, row)
                : new RowChange.Changed(key, out -> row.encodeTo(out, columns));
    }

    boolean isEmpty() {
        return isEmpty;
    }

    @Override
    public void encodeTo(MessagePackWriter out) {
        out.raw(array);
    }
}
