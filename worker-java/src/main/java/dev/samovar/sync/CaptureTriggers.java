package dev.samovar.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of the triggers of one table. */
final class CaptureTriggers {
    static final String PREFIX = "_sync_capture_";

    private final SyncedTable<?> table;
    private final String key;
    private final Map<String, String> texts = new LinkedHashMap<>();

    private CaptureTriggers(SyncedTable<?> table) {
        this.table = table;
        this.key = Sql.quote(table.keyColumn());
    }

    /**
     * By name, the statements that create them.
     *
     * @param tracked the columns whose old values are kept
     */
    static Map<String, String> of(SyncedTable<?> table, Collection<String> tracked) {
        CaptureTriggers triggers = new CaptureTriggers(table);
        triggers.write(triggers.image(tracked));
        return triggers.texts;
    }

    private void write(String image) {
        List<String> differences = differences();
        add("insert", "AFTER INSERT ON", "", line(newKey(), "insert"));
        // An update that changes nothing is no change, and that of a key is two.
        add(
                "update",
                "AFTER UPDATE ON",
                " WHEN OLD." + key + " IS NEW." + key + " AND " + balanced(differences, " OR "),
                "INSERT INTO _sync_changes (tbl, key, op, mask) VALUES ('" + table.name() + "', " + newKey()
                        + ", 'update', " + mask(differences) + "); " + image);
        // Without the delete the row under its old key would stay on every client.
        add(
                "rekey",
                "AFTER UPDATE OF " + key + " ON",
                " WHEN OLD." + key + " IS NOT NEW." + key,
                line(oldKey(), "delete") + image + line(newKey(), "insert"));
        add("delete", "AFTER DELETE ON", "", line(oldKey(), "delete") + image);
    }

    private void add(String suffix, String event, String when, String body) {
        String name = PREFIX + table.name() + "_" + suffix;
        texts.put(
                name,
                "CREATE TRIGGER " + Sql.quote(name) + " " + event + " " + Sql.quote(table.name()) + when + " BEGIN "
                        + body + "END");
    }

    private String line(String keyValue, String op) {
        return "INSERT INTO _sync_changes (tbl, key, op) VALUES ('" + table.name() + "', " + keyValue + ", '" + op
                + "'); ";
    }

    /** Inside a trigger, last_insert_rowid() is that of the trigger's own last insert: the line just written. */
    private String image(Collection<String> tracked) {
        if (tracked.isEmpty()) {
            return "";
        }
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (String column : tracked) {
            names.append(", ").append(Sql.quote(column));
            values.append(", OLD.").append(Sql.quote(column));
        }
        return "INSERT INTO " + TrackedColumns.imagesOf(table.name()) + " (_sync_seq" + names
                + ") VALUES (last_insert_rowid()" + values + "); ";
    }

    /** SQLite lets a primary key be NULL or a blob, which is no key to a client. */
    private String newKey() {
        String message = table.name() + "." + table.keyColumn()
                + " must be text, because it is the key of a synced row. Give the row one.";
        return "CASE typeof(NEW." + key + ") WHEN 'text' THEN NEW." + key + " ELSE RAISE(ABORT, '"
                + message.replace("'", "''") + "') END";
    }

    /** A row without a key may be older than the collection, and must not be kept from going. */
    private String oldKey() {
        return "CAST(COALESCE(OLD." + key + ", '') AS TEXT)";
    }

    /** For each column whether it differs; a column of its own collation would call other texts equal. */
    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (String column : table.columns()) {
            String name = Sql.quote(column);
            differences.add("(OLD." + name + " COLLATE BINARY IS NOT NEW." + name + ")");
        }
        return differences;
    }

    private static String mask(List<String> differences) {
        if (differences.size() > ColumnMask.MAX_COLUMNS) {
            return "NULL";
        }
        List<String> bits = new ArrayList<>();
        for (int column = 0; column < differences.size(); column++) {
            bits.add("(" + differences.get(column) + " << " + column + ")");
        }
        return balanced(bits, " | ");
    }

    /** A tree of logarithmic depth: the platform allows expressions a depth of 100, and tables 100 columns. */
    private static String balanced(List<String> terms, String operator) {
        if (terms.size() == 1) {
            return terms.get(0);
        }
        int middle = terms.size() / 2;
        return "(" + balanced(terms.subList(0, middle), operator) + operator
                + balanced(terms.subList(middle, terms.size()), operator) + ")";
    }
}
