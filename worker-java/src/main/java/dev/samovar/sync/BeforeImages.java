package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tracked columns of a table held before the changes of a part of the log, by position. An update and a delete
 * have an image, an insert has none. The key column is never in it: a line of the log names the key.
 *
 * <p>One array holds all values, row after row: 50,000 lines cost no object each but for their values.
 */
final class BeforeImages {
    /** Of a table that has no tracked columns. */
    static final BeforeImages NONE = new BeforeImages();

    private static final int FIRST_CAPACITY = 16;

    private final List<String> columns;
    private double[] positions;
    private @Nullable Object[] values;
    private int size;
    /** Lines are asked for in order, as a rule. */
    private int expected;

    private BeforeImages() {
        columns = List.of();
        positions = new double[0];
        values = new Object[0];
    }

    /** Reads all rows of a cursor whose first column is the position; they are in its order. */
    BeforeImages(SqlCursor cursor) {
        List<String> names = cursor.columnNames();
        columns = new ArrayList<>(names.subList(1, names.size()));
        int width = columns.size();
        positions = new double[FIRST_CAPACITY];
        values = new Object[FIRST_CAPACITY * width];
        while (cursor.next()) {
            if (size == positions.length) {
                positions = Arrays.copyOf(positions, size * 2);
                values = Arrays.copyOf(values, size * 2 * width);
            }
            positions[size] = cursor.getDouble(0);
            for (int column = 0; column < width; column++) {
                values[size * width + column] = cursor.get(column + 1);
            }
            size++;
        }
    }

    int size() {
        return size;
    }

    /** The place of a column, or -1 if it was not tracked. */
    int column(String name) {
        return columns.indexOf(name);
    }

    /** The place of the image that the line of a position has, or -1 if it has none. */
    int line(Position seq) {
        double wanted = seq.number();
        int line = expected < size && positions[expected] == wanted ? expected : search(wanted);
        if (line == size || positions[line] != wanted) {
            return -1;
        }
        expected = line + 1;
        return line;
    }

    /** The first line that is not below the position. */
    private int search(double wanted) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (positions[middle] < wanted) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** What was read: see {@link SyncedTable#before}. */
    @Nullable
    Object value(int line, int column) {
        return values[line * columns.size() + column];
    }

    /**
     * What the row of that key was before the line of a position: the key and the tracked columns at their places in
     * the table, the others {@code null}. A line from before the first column was tracked tells the key alone, which is
     * enough for a predicate that asks for no more.
     */
    @Nullable
    Object[] row(Position seq, String key, SyncedTable<?> table) {
        int line = line(seq);
        List<String> names = table.columns();
        @Nullable Object[] row = new @Nullable Object[names.size()];
        for (int i = 0; i < row.length; i++) {
            int column = columns.indexOf(names.get(i));
            row[i] = line < 0 || column < 0 ? null : table.before(i, value(line, column));
        }
        row[names.indexOf(table.keyColumn())] = key;
        return row;
    }
}
