package dev.samovar.client.web;

import dev.samovar.client.Row;
import dev.samovar.client.RowFactory;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Makes the rows of one collection of TanStack DB. */
final class JsRows implements RowFactory {
    private final JSObject keyOf;
    private final Host host;

    /** @param keyOf the user's {@code getKey} */
    JsRows(JSObject keyOf, Host host) {
        this.keyOf = keyOf;
        this.host = host;
    }

    @Override
    public Row of(Value.Map columns) {
        return row(ValueToJs.object(columns));
    }

    /** Column by column, so that each name becomes a text of JavaScript once. */
    @Override
    public List<Row> of(ServerFrame.Chunk chunk) {
        int size = items(chunk, 0).size();
        JSObject objects = newObjects(size);
        for (int column = 0; column < chunk.columns().size(); column++) {
            JSObject name = ValueToJs.string(chunk.columns().get(column));
            List<Value> values = items(chunk, column);
            for (int i = 0; i < size; i++) {
                set(objects, i, name, ValueToJs.convert(values.get(i)));
            }
        }
        List<Row> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            rows.add(row(object(objects, i)));
        }
        return rows;
    }

    @Override
    public Row merged(Row row, Value.Map changed) {
        JSObject columns = copy(((JsRow) row).columns);
        for (Map.Entry<String, Value> entry : changed.entries().entrySet()) {
            ValueToJs.set(columns, entry.getKey(), ValueToJs.convert(entry.getValue()));
        }
        return row(columns);
    }

    @Override
    public boolean isSame(Row one, Row other) {
        return isSame(((JsRow) one).columns, ((JsRow) other).columns);
    }

    /** A row that was made in an earlier life. */
    Row kept(JSObject columns) {
        return row(columns);
    }

    private Row row(JSObject columns) {
        return new JsRow(columns, CollectionWriter.key(keyOf, columns, host));
    }

    private static List<Value> items(ServerFrame.Chunk chunk, int column) {
        return ((Value.Array) chunk.values().get(column)).items();
    }

    @JSBody(
            params = "size",
            script = "var objects = [];" + "for (var i = 0; i < size; i++) objects.push({});" + "return objects;")
    private static native JSObject newObjects(int size);

    /** The reader of frames lets no column {@code __proto__} through, so this only ever makes a property. */
    @JSBody(
            params = {"objects", "index", "name", "value"},
            script = "objects[index][name] = value;")
    private static native void set(JSObject objects, int index, JSObject name, @Nullable JSObject value);

    @JSBody(
            params = {"objects", "index"},
            script = "return objects[index];")
    private static native JSObject object(JSObject objects, int index);

    @JSBody(params = "object", script = "return Object.assign({}, object);")
    private static native JSObject copy(JSObject object);

    /** Of values that {@link ValueToJs} makes. */
    @JSBody(
            params = {"one", "other"},
            script = "function same(a, b) {"
                    + "  if (Object.is(a, b)) return true;"
                    + "  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;"
                    + "  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;"
                    + "  if (a instanceof Date) return +a === +b;"
                    + "  var keys = Object.keys(a);"
                    + "  return keys.length === Object.keys(b).length"
                    + "      && keys.every(function(key) { return same(a[key], b[key]); });"
                    + "}"
                    + "return same(one, other);")
    private static native boolean isSame(JSObject one, JSObject other);
}
