package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A mutation of TanStack DB, as {@code mutations.js} reads it. */
public interface RowOperation extends JSObject {
    /** {@code insert}, {@code update} or {@code delete}. */
    @JSProperty
    String getType();

    @JSProperty
    String getKey();

    /** What {@link EncodedValue#of} takes. */
    @JSProperty
    @Nullable
    JSObject getColumns();
}
