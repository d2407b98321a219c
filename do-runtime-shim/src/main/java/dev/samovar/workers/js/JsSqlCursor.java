package dev.samovar.workers.js;

import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlType;
import dev.samovar.workers.internal.Int64;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/**
 * A cursor of workerd, read as arrays of values: they keep columns that share a name, and cost less than objects. A row
 * stays on the JavaScript side, and a getter reads one value of it.
 */
final class JsSqlCursor implements SqlCursor {
    interface NativeCursor extends JSObject {
        NativeRows raw();

        @JSProperty
        JSArrayReader<JSString> getColumnNames();

        @JSProperty
        double getRowsRead();

        @JSProperty
        double getRowsWritten();
    }

    interface NativeRows extends JSObject {}

    private static final double MAX_EXACT_LONG = (1L << 53) - 1;

    private final NativeCursor cursor;
    private @Nullable NativeRows rows;
    private @Nullable JSObject row;
    private boolean isOnlyRow;

    JsSqlCursor(JSObject cursor) {
        this.cursor = (NativeCursor) cursor;
    }

    @Override
    public boolean next() {
        row = isOnlyRow ? null : readRow();
        return row != null;
    }

    @Override
    public SqlCursor one() {
        if (!next()) {
            throw new IllegalStateException("one() needs exactly one row, and there is none.");
        }
        if (readRow() != null) {
            row = null;
            throw new IllegalStateException("one() needs exactly one row, and there are more. Use next(), or LIMIT 1.");
        }
        isOnlyRow = true;
        return this;
    }

    @Override
    public List<List<@Nullable Object>> toList() {
        List<List<@Nullable Object>> list = new ArrayList<>();
        while (next()) {
            int columns = length(currentRow());
            List<@Nullable Object> values = new ArrayList<>(columns);
            for (int column = 0; column < columns; column++) {
                values.add(get(column));
            }
            list.add(values);
        }
        return list;
    }

    @Override
    public List<String> columnNames() {
        JSArrayReader<JSString> names = cursor.getColumnNames();
        List<String> list = new ArrayList<>(names.getLength());
        for (int i = 0; i < names.getLength(); i++) {
            list.add(names.get(i).stringValue());
        }
        return list;
    }

    @Override
    public SqlType type(int column) {
        return switch (typeOf(currentRow(), column)) {
            case NULL -> SqlType.NULL;
            case NUMBER -> SqlType.NUMBER;
            case TEXT -> SqlType.TEXT;
            case BLOB -> SqlType.BLOB;
            default ->
                throw new IllegalStateException("There is no column " + column + ". The statement gives "
                        + columnNames().size() + ", counted from 0.");
        };
    }

    @Override
    public long getLong(int column) {
        JSObject row = currentRow();
        int type = typeOf(row, column);
        if (type == NUMBER) {
            double number = number(row, column);
            if (number >= -MAX_EXACT_LONG && number <= MAX_EXACT_LONG && number == Math.floor(number)) {
                return (long) number;
            }
            throw unexpected(
                    column,
                    "an integer within 2^53-1",
                    "another NUMBER. Read it with getDouble or as CAST(... AS TEXT)");
        }
        if (type == TEXT) {
            Long integer = Int64.parse(string(row, column));
            if (integer == null) {
                throw unexpected(column, "an integer", "other TEXT");
            }
            return integer;
        }
        throw unexpected(column, "an integer", type(column).name());
    }

    @Override
    public double getDouble(int column) {
        require(column, NUMBER, "a number");
        return number(currentRow(), column);
    }

    @Override
    public String getString(int column) {
        require(column, TEXT, "text");
        return string(currentRow(), column);
    }

    @Override
    public int textLength(int column) {
        return textLength(currentRow(), column);
    }

    @Override
    public boolean copyAscii(int column, byte[] target, int offset) {
        require(column, TEXT, "text");
        return copyAscii(currentRow(), column, target, offset);
    }

    @Override
    public byte[] getBytes(int column) {
        require(column, BLOB, "a blob");
        return Bytes.copy(value(currentRow(), column));
    }

    @Override
    public boolean getBoolean(int column) {
        return getDouble(column) != 0;
    }

    @Override
    public @Nullable Object get(int column) {
        return switch (type(column)) {
            case NULL -> null;
            case NUMBER -> number(currentRow(), column);
            case TEXT -> string(currentRow(), column);
            case BLOB -> Bytes.copy(value(currentRow(), column));
        };
    }

    @Override
    public long rowsRead() {
        return (long) cursor.getRowsRead();
    }

    @Override
    public long rowsWritten() {
        return (long) cursor.getRowsWritten();
    }

    /** The iterator is made on the first read, so that a statement without rows does not pay for it. */
    private @Nullable JSObject readRow() {
        try {
            if (rows == null) {
                rows = cursor.raw();
            }
            return next(rows);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    private JSObject currentRow() {
        if (row == null) {
            throw new IllegalStateException(
                    "The cursor stands on no row. Call next() first, and read only while it returns true.");
        }
        return row;
    }

    private void require(int column, int type, String wanted) {
        if (typeOf(currentRow(), column) != type) {
            throw unexpected(column, wanted, type(column).name());
        }
    }

    private IllegalStateException unexpected(int column, String wanted, String found) {
        return new IllegalStateException(
                "Column " + column + " (" + columnNames().get(column) + ") is not " + wanted + ": " + found + ".");
    }

    // What typeOf returns. Integers, because they cross from JavaScript without a conversion.
    private static final int NULL = 0;
    private static final int NUMBER = 1;
    private static final int TEXT = 2;
    private static final int BLOB = 3;

    @JSBody(
            params = {"row", "column"},
            script = "var value = row[column];"
                    + "return value === null ? 0 : typeof value === 'number' ? 1 : typeof value === 'string' ? 2"
                    + " : value === undefined ? -1 : 3;")
    private static native int typeOf(JSObject row, int column);

    @JSBody(
            params = {"row", "column"},
            script = "var value = row[column]; return typeof value === 'string' ? value.length : -1;")
    private static native int textLength(JSObject row, int column);

    @JSBody(
            params = {"row", "column", "target", "offset"},
            script = "var text = row[column];"
                    + "for (var i = 0; i < text.length; i++) {"
                    + "var unit = text.charCodeAt(i); if (unit > 127) { return false; } target[offset + i] = unit; }"
                    + "return true;")
    private static native boolean copyAscii(JSObject row, int column, @JSByRef byte[] target, int offset);

    @JSBody(params = "row", script = "return row.length;")
    private static native int length(JSObject row);

    @JSBody(params = "rows", script = "var step = rows.next(); return step.done ? null : step.value;")
    private static native @Nullable JSObject next(NativeRows rows);

    @JSBody(
            params = {"row", "column"},
            script = "return row[column];")
    private static native double number(JSObject row, int column);

    @JSBody(
            params = {"row", "column"},
            script = "return row[column];")
    private static native String string(JSObject row, int column);

    @JSBody(
            params = {"row", "column"},
            script = "return row[column];")
    private static native JSObject value(JSObject row, int column);
}
