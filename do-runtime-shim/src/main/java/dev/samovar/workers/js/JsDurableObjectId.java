package dev.samovar.workers.js;

import dev.samovar.workers.DurableObjectId;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** An id. Its 64 digits are all that equality looks at. */
final class JsDurableObjectId implements DurableObjectId {
    private final JSObject id;

    JsDurableObjectId(JSObject id) {
        this.id = id;
    }

    JSObject js() {
        return id;
    }

    @Override
    public @Nullable String name() {
        return name(id);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsDurableObjectId that && digits(id).equals(digits(that.id));
    }

    @Override
    public int hashCode() {
        return digits(id).hashCode();
    }

    @Override
    public String toString() {
        return digits(id);
    }

    @JSBody(params = "id", script = "return id.toString();")
    private static native String digits(JSObject id);

    @JSBody(params = "id", script = "return id.name === undefined ? null : id.name;")
    private static native @Nullable String name(JSObject id);
}
