package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * For each key of the wire, which is text, the key of the collection, which may be a number. JavaScript's {@code Map}.
 */
final class KeyMap {
    private final JSObject map = newMap();

    void put(String wireKey, JSObject key) {
        put(map, wireKey, key);
    }

    /** Removes a key and returns what it was mapped to, or {@code null}. */
    @Nullable
    JSObject remove(String wireKey) {
        return remove(map, wireKey);
    }

    /** Adds to the writes the removal of every row whose key the other map does not have. */
    void removeMissing(KeyMap other, JSObject writes) {
        removeMissing(map, other.map, writes);
    }

    @JSBody(script = "return new Map();")
    private static native JSObject newMap();

    @JSBody(
            params = {"map", "wireKey", "key"},
            script = "map.set(wireKey, key);")
    private static native void put(JSObject map, String wireKey, JSObject key);

    @JSBody(
            params = {"map", "wireKey"},
            script = "if (!map.has(wireKey)) return null;"
                    + "var key = map.get(wireKey);"
                    + "map.delete(wireKey);"
                    + "return key;")
    private static native @Nullable JSObject remove(JSObject map, String wireKey);

    @JSBody(
            params = {"map", "other", "writes"},
            script = "map.forEach(function(key, wireKey) {"
                    + "  if (!other.has(wireKey)) writes.push({ type: 'delete', key: key });"
                    + "});")
    private static native void removeMissing(JSObject map, JSObject other, JSObject writes);
}
