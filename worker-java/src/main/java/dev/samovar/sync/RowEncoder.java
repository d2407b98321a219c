package dev.samovar.sync;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.workers.SqlCursor;
import java.util.List;

/**
 * Writes the row a cursor stands on as a MessagePack map, straight from the database: the column names are encoded once
 * for all rows, and no value becomes an object on the way.
 */
final class RowEncoder {
    private final byte[][] encodedNames;
    private final int keyIndex;
    private final MessagePackWriter scratch = new MessagePackWriter();

    RowEncoder(List<String> columns, String keyColumn) {
        encodedNames = new byte[columns.size()][];
        for (int i = 0; i < encodedNames.length; i++) {
            scratch.clear();
            scratch.text(columns.get(i));
            encodedNames[i] = scratch.toByteArray();
        }
        keyIndex = columns.indexOf(keyColumn);
    }

    String key(SqlCursor cursor) {
        return cursor.getString(keyIndex);
    }

    /** Whether the table had no row to join: a row's key is never null. */
    boolean isAbsent(SqlCursor cursor) {
        return cursor.isNull(keyIndex);
    }

    /** A view of the cursor's current row, valid until the cursor moves. */
    Encodable row(SqlCursor cursor) {
        return out -> encode(cursor, out);
    }

    /** The cursor's current row in bytes of its own. */
    EncodedValue copy(SqlCursor cursor) {
        scratch.clear();
        encode(cursor, scratch);
        return new EncodedValue(scratch.toByteArray());
    }

    private void encode(SqlCursor cursor, MessagePackWriter out) {
        out.mapHeader(encodedNames.length);
        for (int column = 0; column < encodedNames.length; column++) {
            out.raw(encodedNames[column]);
            switch (cursor.type(column)) {
                case NULL -> out.nil();
                case NUMBER -> out.number(cursor.getDouble(column));
                case TEXT -> out.text(cursor.getString(column));
                case BLOB -> out.bytes(cursor.getBytes(column));
            }
        }
    }
}
