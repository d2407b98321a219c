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
    private final RowFormat format;
    private final List<MessagePackWriter> columns = new ArrayList<>();
    private int rows;
    private int bytes;

    ChunkWriter(RowFormat format) {
        this.format = format;
        for (int i = 0; i < format.columns().size(); i++) {
            columns.add(new MessagePackWriter());
        }
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

    boolean isFull() {
        return bytes >= SyncLimits.CHUNK_BYTES;
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
