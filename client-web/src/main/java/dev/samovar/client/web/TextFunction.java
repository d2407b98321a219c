package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A function that takes a text. */
@JSFunctor
public interface TextFunction extends JSObject {
    void accept(@Nullable String text);
}
