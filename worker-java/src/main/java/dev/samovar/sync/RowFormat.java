package dev.samovar.sync;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.protocol.query.Columns;
import dev.samovar.workers.SqlCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one table look to the clients of one profile: which columns there are, and of which type. Rows are
 * written as MessagePack straight from the database; the names are encoded once for all rows.
 */
final class RowFormat {
    private final Columns columns;
    private final byte[][] encodedNames;
    /** What a row begins with: how many columns it has, and the name of the first. */
    private final byte[] head;

    private final ColumnType[] types;
    /** Where a SELECT has the exact text of a bigint; -1 for other columns. */
    private final int[] texts;

    private final int keyIndex;
    private final MessagePackWriter scratch = new MessagePackWriter();

    /** @param exact the columns whose text a SELECT of the table has behind all columns, in this order */
    RowFormat(Columns columns, String keyColumn, List<String> exact) {
        this.columns = columns;
        this.keyIndex = columns.indexOf(keyColumn);
        this.encodedNames = new byte[columns.size()][];
        this.types = columns.types().toArray(new ColumnType[0]);
        this.texts = new int[types.length];
        for (int i = 0; i < types.length; i++) {
            String name = columns.names().get(i);
            scratch.clear();
            scratch.text(name);
            encodedNames[i] = scratch.toByteArray();
            texts[i] = exact.contains(name) ? types.length + exact.indexOf(name) : -1;
        }
        scratch.clear();
        this.head = scratch.mapHeader(types.length).raw(encodedNames[0]).toByteArray();
    }

    Columns columns() {
        return columns;
    }

    /** The bytes that a column's name takes in an encoded row. */
    int nameLength(int column) {
        return encodedNames[column].length;
    }

    int keyIndex() {
        return keyIndex;
    }

    String key(SqlCursor cursor) {
        return cursor.getString(keyIndex);
    }

    /** Whether the table had no row to join: a row's key is never null. */
    boolean isAbsent(SqlCursor cursor) {
        return cursor.isNull(keyIndex);
    }

    /** A view of the current row's key, valid until the cursor moves. */
    Encodable encodedKey(SqlCursor cursor) {
        return out -> {
            int chars = cursor.textLength(keyIndex);
            if (chars < 0) {
                // Which says why not.
                out.text(key(cursor));
            } else {
                text(cursor, keyIndex, chars, out);
            }
        };
    }

    /** A view of the cursor's current row, valid until the cursor moves. */
    Encodable row(SqlCursor cursor) {
        return out -> {
            out.raw(head);
            encode(cursor, 0, out);
            for (int column = 1; column < encodedNames.length; column++) {
                out.raw(encodedNames[column]);
                encode(cursor, column, out);
            }
        };
    }

    /** The cursor's current row in bytes of its own. */
    RowImage image(SqlCursor cursor) {
        scratch.clear();
        scratch.mapHeader(encodedNames.length);
        int headerLength = scratch.length();
        int[] ends = new int[encodedNames.length];
        for (int column = 0; column < encodedNames.length; column++) {
            scratch.raw(encodedNames[column]);
            encode(cursor, column, scratch);
            ends[column] = scratch.length();
        }
        return new RowImage(scratch.toByteArray(), headerLength, ends);
    }

    /** Writes one value of the cursor's current row. */
    void encode(SqlCursor cursor, int column, MessagePackWriter out) {
        int chars = cursor.textLength(column);
        if (chars >= 0) {
            text(cursor, column, chars, out);
            return;
        }
        switch (cursor.type(column)) {
            case NULL -> out.nil();
            case NUMBER -> number(cursor, column, out);
            case TEXT -> out.text(cursor.getString(column));
            case BLOB -> out.bytes(cursor.getBytes(column));
        }
    }

    private static void text(SqlCursor cursor, int column, int chars, MessagePackWriter out) {
        int start = out.length();
        int at = out.openText(chars);
        if (!cursor.copyAscii(column, out.array(), at)) {
            out.cutTo(start);
            out.text(cursor.getString(column));
        }
    }

    private void number(SqlCursor cursor, int column, MessagePackWriter out) {
        double number = cursor.getDouble(column);
        if (types[column] == ColumnType.BOOLEAN && (number == 0 || number == 1)) {
            out.bool(number == 1);
        } else if (types[column] == ColumnType.BIGINT
                && types[column].seen(value(cursor, column)) instanceof Long bigint) {
            out.bigInt(Value.BigInt.of(bigint));
        } else {
            out.number(number);
        }
    }

    /** The values of the cursor's current row, as they are stored; those of a bigint column exactly. */
    @Nullable
    Object[] values(SqlCursor cursor) {
        @Nullable Object[] values = new @Nullable Object[encodedNames.length];
        read(cursor, values);
        return values;
    }

    /** As {@link #values}, into an array that is used again. */
    void read(SqlCursor cursor, @Nullable Object[] values) {
        for (int column = 0; column < values.length; column++) {
            values[column] = value(cursor, column);
        }
    }

    private @Nullable Object value(SqlCursor cursor, int column) {
        Object stored = cursor.get(column);
        boolean isRounded = texts[column] >= 0 && ExactInteger.isRounded(stored);
        return isRounded ? ExactInteger.of(cursor.getString(texts[column]), stored) : stored;
    }
}
