package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Calls what is the user's, or runs what is the user's: {@code getKey}, and through {@code commit} the subscribers of a
 * collection. What they throw is reported and goes no further, because the frames behind it must still be read;
 * {@code commit} has applied its rows by then.
 */
final class CollectionWriter {
    private CollectionWriter() {}

    /** An empty array of writes. */
    @JSBody(script = "return [];")
    static native JSObject newWrites();

    /**
     * Adds a write that puts a row. It is always an {@code update}: in the row mode {@code full} that works whether or
     * not the collection has the row, while an {@code insert} of one that it has throws.
     */
    @JSBody(
            params = {"writes", "key", "row"},
            script = "writes.push({ type: 'update', key: key, value: row });")
    static native void put(JSObject writes, JSObject key, JSObject row);

    /** Adds a write that removes a row. */
    @JSBody(
            params = {"writes", "key"},
            script = "writes.push({ type: 'delete', key: key });")
    static native void remove(JSObject writes, JSObject key);

    @JSBody(
            params = {"one", "other"},
            script = "return one === other;")
    static native boolean isSameKey(JSObject one, @Nullable JSObject other);

    /**
     * Publishes writes, if there are any, as one transaction. {@code commit} returns a promise while a mutation of the
     * user holds the rows back; it is rejected when the collection is cleaned up meanwhile, and nobody waits for it.
     */
    @JSBody(
            params = {"params", "writes", "host"},
            script = "if (writes.length === 0) return;"
                    + "try {"
                    + "  params.begin();"
                    + "  writes.forEach(function(write) { params.write(write); });"
                    + "  var receipt = params.commit();"
                    + "  if (receipt && receipt !== true) receipt.catch(function() {});"
                    + "} catch (error) { host.report(error); }")
    static native void publish(SyncParams params, JSObject writes, Host host);

    /** The key of a row; {@code null} if the user's function failed or gave none, which is then reported. */
    @JSBody(
            params = {"keyOf", "row", "host"},
            script = "try {"
                    + "  var key = keyOf(row);"
                    + "  if (typeof key === 'string' || typeof key === 'number') return key;"
                    + "  throw new TypeError('getKey must return a string or a number, and returned ' + key + '.');"
                    + "} catch (error) { host.report(error); return null; }")
    static native @Nullable JSObject key(JSObject keyOf, JSObject row, Host host);
}
