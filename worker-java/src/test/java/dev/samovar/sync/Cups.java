package dev.samovar.sync;

import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.Selection;
import dev.samovar.testkit.TestClient;
import dev.samovar.workers.SqlCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The object that tests of reading use, running: cups, whose columns take anything, and saucers beside them. Nobody
 * judges writes.
 */
final class Cups implements AutoCloseable {
    private static final String COLUMNS = " (id TEXT PRIMARY KEY, name TEXT, size REAL, owner TEXT)";

    final ScriptedObject.Script script = new ScriptedObject.Script();
    final DurableObjectHost<ScriptedObject> host = script.host();

    Cups() {
        script.migrations = steps ->
                steps.step("cups", "CREATE TABLE cups" + COLUMNS).step("saucers", "CREATE TABLE saucers" + COLUMNS);
        script.schema = schema -> {
            for (String table : List.of("cups", "saucers")) {
                schema.collection(table, new RawCodec("id", "name", "size", "owner"))
                        .insert(insert -> insert.execute(InsertContext::insertRow))
                        .update(update -> update.execute(UpdateContext::updateRow))
                        .delete(delete -> delete.execute(DeleteContext::deleteRow));
            }
        };
    }

    TestClient connect(String subject) {
        return connect(subject, Profile.SAMOVAR_1);
    }

    TestClient connect(String subject, Profile profile) {
        return TestClient.connect(host, subject, profile);
    }

    /** What a client sends for a cup. */
    static Map<String, @Nullable Object> cup(String name, double size) {
        return new HashMap<>(Map.of("name", name, "size", size, "owner", "nobody"));
    }

    static Selection where(Predicate predicate) {
        return Selection.of("cups").where(predicate.toValue());
    }

    /** A write of the object's own, and the turn that tells of it. */
    void write(String query, @Nullable Object... bindings) {
        host.run(object -> object.write(query, bindings));
        turn();
    }

    /** Adds cups named as they are, of one size. */
    void add(double size, String... keys) {
        for (String key : keys) {
            write("INSERT INTO cups (id, name, size) VALUES (?, ?, ?)", key, key, size);
        }
    }

    /** Adds cups "00000", "00001" and so on, whose names have so many characters, in one transaction. */
    void fill(int count, int characters) {
        write(
                "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?) INSERT INTO cups"
                        + " SELECT printf('%05d', i), substr(hex(zeroblob(?)), 1, ?), i, NULL FROM n",
                count, characters, characters);
    }

    /** Makes the changes of cups wait for the next tick, as {@link Notes#crowd} does for notes. */
    void crowd() {
        for (int i = 0; i <= SyncLimits.MAX_AT_ONCE; i++) {
            connect("crowd" + i).subscribe("cups").rows();
        }
        write("INSERT OR REPLACE INTO saucers (id) VALUES ('crowd')");
    }

    /** Lets what waits for a turn of its own take it: the next piece of a snapshot, for example. */
    void turn() {
        host.clock().advance(Duration.ZERO);
    }

    /** Lets the tick pass. */
    void tick() {
        host.clock().advance(Duration.ofMillis(SyncLimits.TICK_MILLIS));
    }

    /** Takes turns until the rows have all come. */
    void settle(LiveRows rows) {
        for (int turn = 0; turn < 10_000 && !rows.isCaughtUp(); turn++) {
            turn();
        }
    }

    /** The cups that meet a condition of SQL, as clients see them. */
    Map<String, Value.Map> cups(String condition) {
        return byKey(rows("cups WHERE " + condition));
    }

    Map<String, Value.Map> saucers(String condition) {
        return byKey(rows("saucers WHERE " + condition));
    }

    /** The cups of a query's rest, as clients see them. */
    List<Value.Map> cupsInOrder(String rest) {
        return rows("cups " + rest);
    }

    private static Map<String, Value.Map> byKey(List<Value.Map> rows) {
        Map<String, Value.Map> byKey = new LinkedHashMap<>();
        rows.forEach(row -> byKey.put(((Value.Text) Objects.requireNonNull(row.get("id"))).value(), row));
        return byKey;
    }

    private List<Value.Map> rows(String from) {
        List<Value.Map> rows = new ArrayList<>();
        SqlCursor cursor = host.sql().exec("SELECT id, name, size, owner FROM " + from);
        while (cursor.next()) {
            Map<String, Value> row = new LinkedHashMap<>();
            List<String> columns = cursor.columnNames();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), value(cursor.get(i)));
            }
            rows.add(new Value.Map(row));
        }
        return rows;
    }

    private static Value value(@Nullable Object stored) {
        if (stored == null) {
            return Value.NULL;
        }
        return stored instanceof Double number ? Value.of((double) number) : Value.of((String) stored);
    }

    long count(String query) {
        return host.sql().exec(query).one().getLong(0);
    }

    @Override
    public void close() {
        host.close();
    }
}
