package dev.samovar.client.web;

import dev.samovar.client.Row;
import dev.samovar.client.RowFactory;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.ServerFrame;
import java.util.ArrayList;
import java.util.List;
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
    public Row of(Encodable columns) {
        return row(object(columns));
    }

    @Override
    public List<Row> of(ServerFrame.Chunk chunk) {
        JSObject objects = newArray();
        for (int i = 0; i < chunk.columns().size(); i++) {
            addColumn(objects, chunk.columns().get(i), object(chunk.values().get(i)));
        }
        int size = length(objects);
        List<Row> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            rows.add(row(item(objects, i)));
        }
        return rows;
    }

    @Override
    public Row merged(Row row, Encodable changed) {
        return row(merged(((JsRow) row).columns, object(changed)));
    }

    @Override
    public boolean isSame(Row one, Row other) {
        return isSame(((JsRow) one).columns, ((JsRow) other).columns);
    }

    /** The row of an object of TanStack DB. */
    Row row(JSObject columns) {
        return new JsRow(columns, CollectionWriter.key(keyOf, columns, host));
    }

    private static JSObject object(Encodable read) {
        return ((JsValue) read).object();
    }

    @JSBody(script = "return [];")
    private static native JSObject newArray();

    /** The reader of frames lets no column {@code __proto__} through, so this only ever makes a property. */
    @JSBody(
            params = {"objects", "name", "values"},
            script = "values.forEach(function(value, i) { (objects[i] = objects[i] || {})[name] = value; });")
    private static native void addColumn(JSObject objects, String name, JSObject values);

    @JSBody(params = "array", script = "return array.length;")
    private static native int length(JSObject array);

    @JSBody(
            params = {"array", "index"},
            script = "return array[index];")
    private static native JSObject item(JSObject array, int index);

    @JSBody(
            params = {"columns", "changed"},
            script = "return Object.assign({}, columns, changed);")
    private static native JSObject merged(JSObject columns, JSObject changed);

    /** Of values that were read. */
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
