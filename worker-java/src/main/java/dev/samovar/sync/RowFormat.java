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
            texts[i] = types[i] == ColumnType.BIGINT ? types.length + exact.indexOf(name) : -1;
        }
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

    /** A view of the cursor's current row, valid until the cursor moves. */
    Encodable row(SqlCursor cursor) {
        return out -> {
            out.mapHeader(encodedNames.length);
            for (int column = 0; column < encodedNames.length; column++) {
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
        switch (cursor.type(column)) {
            case NULL -> out.nil();
            case NUMBER -> number(cursor, column, out);
            case TEXT -> out.text(cursor.getString(column));
            case BLOB -> out.bytes(cursor.getBytes(column));
        }
    }

    private void number(SqlCursor cursor, int column, MessagePackWriter out) {
        double number = cursor.getDouble(column);
        if (types[column] == ColumnType.BOOLEAN && (number == 0 || number == 1)) {
            out.bool(number == 1);
        } else if (isBigInt(column, number)) {
            out.bigInt(Value.BigInt.of(cursor.getLong(texts[column])));
        } else {
            out.number(number);
        }
    }

    private boolean isBigInt(int column, double number) {
        return types[column] == ColumnType.BIGINT && number == Math.floor(number);
    }

    /** The values of the cursor's current row, as they are stored; bigints as {@link Long}, exact. */
    @Nullable
    Object[] exactValues(SqlCursor cursor) {
        @Nullable Object[] values = values(cursor);
        for (int column = 0; column < values.length; column++) {
            if (values[column] instanceof Double number && isBigInt(column, number)) {
                values[column] = cursor.getLong(texts[column]);
            }
        }
        return values;
    }

    /** The values of the cursor's current row, as they are stored. */
    @Nullable
    Object[] values(SqlCursor cursor) {
        @Nullable Object[] values = new @Nullable Object[encodedNames.length];
        read(cursor, values);
        return values;
    }

    /** As {@link #values}, into an array that is used again. */
    void read(SqlCursor cursor, @Nullable Object[] values) {
        for (int column = 0; column < values.length; column++) {
            values[column] = cursor.get(column);
        }
    }
}
