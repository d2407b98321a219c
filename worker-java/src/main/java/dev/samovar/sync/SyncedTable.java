package dev.samovar.sync;

import java.util.ArrayList;
import java.util.List;

/** A registered table with the statements that read and write its rows. */
final class SyncedTable<R> {
    /** Keys per statement when several rows are read: well below the platform's 100 bindings. */
    static final int KEYS_PER_STATEMENT = 64;

    private final String name;
    private final RowCodec<R> codec;
    private final List<String> columns;
    private final RowEncoder encoder;
    private final String selectAll;
    private final String selectByKey;
    private final String insert;
    private final String delete;
    private int subscriptions;

    /** @param columns of the table itself, which may have more than the record */
    SyncedTable(String name, RowCodec<R> codec, List<String> columns) {
        this.name = name;
        this.codec = codec;
        this.columns = columns;
        this.encoder = new RowEncoder(columns, codec.primaryKey());
        String table = Sql.quote(name);
        String whereKey = " WHERE " + Sql.quote(codec.primaryKey()) + " = ?";
        this.selectAll = "SELECT * FROM " + table;
        this.selectByKey = selectAll + whereKey;
        this.delete = "DELETE FROM " + table + whereKey;
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
        return columns;
    }

    RowEncoder encoder() {
        return encoder;
    }

    String keyColumn() {
        return codec.primaryKey();
    }

    String selectAll() {
        return selectAll;
    }

    String selectByKey() {
        return selectByKey;
    }

    String selectByKeys(int count) {
        return count == 1
                ? selectByKey
                : selectAll + " WHERE " + Sql.quote(keyColumn()) + " IN (" + Sql.placeholders(count) + ")";
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

    /** Whether anybody listens: changes of a table that nobody listens to are not read. */
    boolean isSubscribed() {
        return subscriptions > 0;
    }

    void subscribed() {
        subscriptions++;
    }

    void unsubscribed() {
        subscriptions--;
    }

    private static List<String> quoted(List<String> columns) {
        List<String> quoted = new ArrayList<>(columns.size());
        for (String column : columns) {
            quoted.add(Sql.quote(column));
        }
        return quoted;
    }
}
