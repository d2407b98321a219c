package dev.samovar.sync;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.workers.SqlCursor;
import java.util.ArrayList;
import java.util.List;

/** Collects rows column by column, as {@code samovar/1} sends a piece of a snapshot. */
final class ChunkWriter {
    /** A column beyond that had rows of unusual size: its buffer is not kept. */
    private static final int MAX_KEPT_BYTES = 2 * SyncLimits.CHUNK_BYTES;

    private final RowFormat format;
    private final List<MessagePackWriter> columns;
    private int rows;
    private int bytes;

    /** @param buffers for the columns, of pieces that are sent; the list keeps those that were missing */
    ChunkWriter(RowFormat format, List<MessagePackWriter> buffers) {
        this.format = format;
        int width = format.columns().size();
        for (int column = 0; column < width; column++) {
            if (column == buffers.size()) {
                buffers.add(new MessagePackWriter());
            } else if (buffers.get(column).array().length > MAX_KEPT_BYTES) {
                buffers.set(column, new MessagePackWriter());
            }
            buffers.get(column).clear();
        }
        this.columns = buffers.subList(0, width);
    }

    void add(SqlCursor cursor) {
        bytes = 0;
        for (int column = 0; column < columns.size(); column++) {
            MessagePackWriter out = columns.get(column);
            format.encode(cursor, column, out);
            bytes += out.length();
        }
        rows++;
    }

    /** A row that was encoded as a whole before. */
    void add(RowImage row) {
        bytes = 0;
        for (int column = 0; column < columns.size(); column++) {
            MessagePackWriter out = columns.get(column);
            row.encodeValue(column, format.nameLength(column), out);
            bytes += out.length();
        }
        rows++;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    int bytes() {
        return bytes;
    }

    boolean isFull() {
        return bytes >= SyncLimits.CHUNK_BYTES;
    }

    /** Whether it is large enough to be sent. */
    boolean isFilled() {
        return bytes >= SyncLimits.CHUNK_BYTES / 4 * 3;
    }

    /** Whether it must not grow any more. */
    boolean isOverfull() {
        return bytes >= SyncLimits.CHUNK_BYTES / 4 * 5;
    }

    /** The rows so far, and how to go on behind them. */
    ServerFrame.Chunk chunk(String sub, String next) {
        List<Encodable> values = new ArrayList<>(columns.size());
        int count = rows;
        for (MessagePackWriter column : columns) {
            values.add(out -> out.arrayHeader(count).raw(column.array(), 0, column.length()));
        }
        return new ServerFrame.Chunk(sub, format.keyIndex(), format.columns().names(), values, Value.of(next));
    }
}
