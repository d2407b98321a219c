package dev.samovar.sync;

import dev.samovar.protocol.query.BoundPredicate;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.protocol.query.Columns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registered table with the statements that read and write its rows. */
final class SyncedTable<R> {
    /** Keys per statement when several rows are read: well below the platform's 100 bindings. */
    static final int KEYS_PER_STATEMENT = 64;

    private final String name;
    private final RowCodec<R> codec;
    private final RowFormat storedFormat;
    private final RowFormat typedFormat;
    private final Columns ordered;
    private final int width;
    private final String list;
    private final String select;
    private final String selectWithRowid;
    private final String selectNew;
    private final String selectOne;
    private final String selectSome;
    private final TableShapes shapes = new TableShapes();
    private final String insert;
    private final String delete;

    /** @param columns of the table itself, which may have more than the record */
    SyncedTable(String name, RowCodec<R> codec, TableColumns columns) {
        this.name = name;
        this.codec = codec;
        List<String> exact = columns.bigints();
        this.storedFormat = new RowFormat(columns.stored(), codec.primaryKey(), exact);
        this.typedFormat = columns.isTyped() ? new RowFormat(columns.typed(), codec.primaryKey(), exact) : storedFormat;
        this.ordered = columns.ordered();
        this.width = storedFormat.columns().size() + exact.size();
        String table = Sql.quote(name);
        StringBuilder list = new StringBuilder("t.*");
        for (String column : quoted(exact)) {
            // The runtime reads an INTEGER as a double; its text is exact.
            list.append(", CAST(t.").append(column).append(" AS TEXT)");
        }
        this.list = list.toString();
        this.select = "SELECT " + list + " FROM " + table + " t";
        this.selectWithRowid = "SELECT " + list + ", t.rowid FROM " + table + " t";
        this.selectNew =
                "SELECT " + list + ", c.seq, c.tbl, c.key, c.op, c.mask FROM _sync_changes c LEFT JOIN " + table
                        + " t ON t." + Sql.quote(codec.primaryKey()) + " = c.key AND c.tbl = '" + name
                        + "' WHERE c.seq > ? ORDER BY c.seq";
        this.selectOne = select + " WHERE t." + Sql.quote(codec.primaryKey()) + " = ?";
        this.selectSome = select + " WHERE t." + Sql.quote(codec.primaryKey()) + " IN ("
                + Sql.placeholders(KEYS_PER_STATEMENT) + ")";
        this.delete = "DELETE FROM " + table + " WHERE " + Sql.quote(codec.primaryKey()) + " = ?";
        this.insert = "INSERT INTO " + table + " (" + Sql.join(", ", quoted(codec.columns())) + ") VALUES ("
                + Sql.placeholders(codec.columns().size()) + ")";
    }

    String name() {
        return name;
    }

    RowCodec<R> codec() {
        return codec;
    }

    /** The table's own columns, in the order of {@code SELECT *}. */
    List<String> columns() {
        return storedFormat.columns().names();
    }

    /** Rows as they are stored, which is what the reference profile shows. */
    RowFormat storedFormat() {
        return storedFormat;
    }

    /** Rows as the record's types say; the same as {@link #storedFormat} if they say nothing else. */
    RowFormat typedFormat() {
        return typedFormat;
    }

    RowFormat format(boolean isTyped) {
        return isTyped ? typedFormat : storedFormat;
    }

    /** The columns with the types that orders go by. */
    Columns ordered() {
        return ordered;
    }

    /** What somebody is subscribed to: changes of a table that nobody listens to are not read. */
    TableShapes shapes() {
        return shapes;
    }

    String keyColumn() {
        return codec.primaryKey();
    }

    /** The columns whose old values tell whether a row was a member. The key is none of them: the log has it. */
    List<String> trackedColumns(BoundPredicate predicate) {
        List<String> tracked = new ArrayList<>();
        for (int column : predicate.usedColumns()) {
            String name = columns().get(column);
            if (!name.equals(keyColumn())) {
                tracked.add(name);
            }
        }
        return tracked;
    }

    /** One row by its key, or as many as there are keys. */
    String selectByKeys(int count) {
        if (count == 1) {
            return selectOne;
        }
        return count == KEYS_PER_STATEMENT
                ? selectSome
                : select + " WHERE t." + Sql.quote(keyColumn()) + " IN (" + Sql.placeholders(count) + ")";
    }

    /** What a SELECT reads of a row, in both formats; the table is {@code t}. */
    String list() {
        return list;
    }

    /** Reads a column of a before-image, for {@link #before}. */
    String selectBefore(String image, String column) {
        String quoted = image + '.' + Sql.quote(column);
        return isBigint(columns().indexOf(column)) ? ExactInteger.select(quoted) : quoted;
    }

    /**
     * What a column held, of what {@link #selectBefore} read: {@code null}, {@link Double}, {@link String} or
     * {@code byte[]}, or a {@link Long} that a double would round.
     */
    @Nullable
    Object before(int column, @Nullable Object read) {
        return isBigint(column) ? ExactInteger.selected(read) : read;
    }

    private boolean isBigint(int column) {
        return column >= 0 && typedFormat.columns().types().get(column) == ColumnType.BIGINT;
    }

    /** How many columns {@link #list} gives. */
    int width() {
        return width;
    }

    /** The log behind a position, each line of the table with its row as it is now. */
    String selectNew() {
        return selectNew;
    }

    /** {@code SELECT} and {@code FROM}. */
    String select() {
        return select;
    }

    /** As {@link #select}, with the rowid as the last column. */
    String selectWithRowid() {
        return selectWithRowid;
    }

    /** The exact rowid of a row, by its key. */
    String selectRowid() {
        return "SELECT CAST(rowid AS TEXT) FROM " + Sql.quote(name) + " WHERE " + Sql.quote(keyColumn()) + " = ?";
    }

    String insert() {
        return insert;
    }

    String update(List<String> columns) {
        return "UPDATE " + Sql.quote(name) + " SET " + Sql.join(" = ?, ", quoted(columns)) + " = ? WHERE "
                + Sql.quote(keyColumn()) + " = ?";
    }

    String delete() {
        return delete;
    }

    private static List<String> quoted(List<String> columns) {
        List<String> quoted = new ArrayList<>(columns.size());
        for (String column : columns) {
            quoted.add(Sql.quote(column));
        }
        return quoted;
    }
}
