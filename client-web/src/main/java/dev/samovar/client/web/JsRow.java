package dev.samovar.client.web;

import dev.samovar.client.Row;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** A row as TanStack DB has it: the same object, which nobody changes. */
final class JsRow implements Row {
    final JSObject columns;

    /** What the user's {@code getKey} gave for it; {@code null} if that failed, so that the row cannot be shown. */
    final @Nullable JSObject key;

    JsRow(JSObject columns, @Nullable JSObject key) {
        this.columns = columns;
        this.key = key;
    }
}
