package dev.samovar.testkit;

import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlType;
import dev.samovar.workers.internal.Int64;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cursor over rows that were read when the statement ran. */
final class RowsCursor implements SqlCursor {
    private final List<String> columns;
    private final List<List<@Nullable Object>> rows;
    private final Runnable checkTurn;
    private int position = -1;

    /** @param checkTurn throws when the handler has waited since the statement ran */
    RowsCursor(Database.Rows result, Runnable checkTurn) {
        this.columns = result.columns();
        this.rows = result.rows();
        this.checkTurn = checkTurn;
    }

    @Override
    public boolean next() {
        checkTurn.run();
        position = Math.min(position + 1, rows.size());
        return position < rows.size();
    }

    @Override
    public SqlCursor one() {
        checkTurn.run();
        int left = rows.size() - position - 1;
        if (left != 1) {
            throw new IllegalStateException("Expected exactly one result from SQL query, but got "
                    + (left <= 0 ? "no results" : "multiple results") + ". Narrow the query, or read it with next().");
        }
        position++;
        return this;
    }

    @Override
    public List<List<@Nullable Object>> toList() {
        List<List<@Nullable Object>> rest = new ArrayList<>();
        while (next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                row.add(get(column));
            }
            rest.add(row);
        }
        return rest;
    }

    @Override
    public List<String> columnNames() {
        return columns;
    }

    @Override
    public SqlType type(int column) {
        Object value = value(column);
        if (value == null) {
            return SqlType.NULL;
        }
        if (value instanceof Double) {
            return SqlType.NUMBER;
        }
        return value instanceof String ? SqlType.TEXT : SqlType.BLOB;
    }

    @Override
    public long getLong(int column) {
        Object value = value(column);
        if (value instanceof String text) {
            return parsed(text, column);
        }
        double number = number(value, column);
        if (number != Math.rint(number)) {
            throw wrongType(column, "the number " + number, "an integer");
        }
        if (Math.abs(number) > SqlBindings.MAX_SAFE_INTEGER) {
            throw new IllegalStateException(
                    "Column " + name(column) + " holds a number beyond 2^53-1, which the runtime"
                            + " may have rounded. Select CAST(" + name(column) + " AS TEXT) to read it exactly.");
        }
        return (long) number;
    }

    private long parsed(String text, int column) {
        Long integer = Int64.parse(text);
        if (integer == null) {
            throw wrongType(column, "a text that is no integer", "an integer");
        }
        return integer;
    }

    @Override
    public double getDouble(int column) {
        return number(value(column), column);
    }

    @Override
    public String getString(int column) {
        if (value(column) instanceof String text) {
            return text;
        }
        throw wrongType(column, type(column).name(), "a text");
    }

    @Override
    public byte[] getBytes(int column) {
        if (value(column) instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw wrongType(column, type(column).name(), "a blob");
    }

    @Override
    public boolean getBoolean(int column) {
        return number(value(column), column) != 0;
    }

    @Override
    public @Nullable Object get(int column) {
        return value(column) instanceof byte[] bytes ? bytes.clone() : value(column);
    }

    /** Always 0: what Cloudflare bills cannot be known here. Test it in workerd. */
    @Override
    public long rowsRead() {
        return 0;
    }

    /** Always 0: what Cloudflare bills cannot be known here. Test it in workerd. */
    @Override
    public long rowsWritten() {
        return 0;
    }

    private double number(@Nullable Object value, int column) {
        if (value instanceof Double number) {
            return number;
        }
        throw wrongType(column, type(column).name(), "a number");
    }

    private @Nullable Object value(int column) {
        if (position < 0 || position >= rows.size()) {
            throw new IllegalStateException("The cursor does not stand on a row, so column " + name(column)
                    + " has no value. Call next() and check that it returns true.");
        }
        if (column < 0 || column >= columns.size()) {
            throw new IllegalStateException(
                    "There is no column " + column + ". The statement gives " + columns + ", counted from 0.");
        }
        return rows.get(position).get(column);
    }

    private IllegalStateException wrongType(int column, String found, String wanted) {
        return new IllegalStateException("Column " + name(column) + " holds " + found + ", not " + wanted
                + ". Ask for the type it has, or check type(" + column + ") first.");
    }

    private String name(int column) {
        return column >= 0 && column < columns.size()
                ? columns.get(column) + " (" + column + ")"
                : String.valueOf(column);
    }
}
