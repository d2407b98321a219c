package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSIndexer;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** An array of JavaScript to read. TeaVM's own is generic, and compiled it would wrap and unwrap every item. */
interface JsArray extends JSObject {
    @JSProperty
    int getLength();

    @JSIndexer
    @Nullable
    JSObject get(int index);
}
