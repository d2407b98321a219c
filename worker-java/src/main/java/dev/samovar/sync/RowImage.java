package dev.samovar.sync;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.MessagePackWriter;

/** A row that was read and encoded once, for all who get it: as a whole, or only some of its columns. */
final class RowImage implements Encodable {
    private final byte[] bytes;
    /** Where each column, name and value, ends in the bytes. The first begins behind the map's header. */
    private final int[] ends;

    private final int headerLength;

    /** Takes the arrays over. */
    RowImage(byte[] bytes, int headerLength, int[] ends) {
        this.bytes = bytes;
        this.headerLength = headerLength;
        this.ends = ends;
    }

    int size() {
        return bytes.length;
    }

    @Override
    public void encodeTo(MessagePackWriter out) {
        out.raw(bytes);
    }

    /** Writes a map of those columns alone. */
    void encodeTo(MessagePackWriter out, ColumnMask columns) {
        int count = 0;
        for (int column = 0; column < ends.length; column++) {
            if (columns.contains(column)) {
                count++;
            }
        }
        out.mapHeader(count);
        int start = headerLength;
        for (int column = 0; column < ends.length; column++) {
            if (columns.contains(column)) {
                out.raw(bytes, start, ends[column] - start);
            }
            start = ends[column];
        }
    }

    /** Writes the value of one column, without its name. */
    void encodeValue(int column, int nameLength, MessagePackWriter out) {
        int start = (column == 0 ? headerLength : ends[column - 1]) + nameLength;
        out.raw(bytes, start, ends[column] - start);
    }
}
