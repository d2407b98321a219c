package dev.samovar.client.web;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Ends what was started. Synchronous, and without effect the second time. */
@JSFunctor
public interface Cleanup extends JSObject {
    void run();
}
