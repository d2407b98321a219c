package dev.samovar.workers.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** JavaScript's promises and microtasks. */
final class Promises {
    /** What {@code Promise.withResolvers()} gives. */
    interface Deferred extends JSObject {
        @JSProperty
        JSObject getPromise();

        void resolve(@Nullable JSObject value);

        void reject(JSObject reason);
    }

    @JSFunctor
    interface Job extends JSObject {
        void run();
    }

    @JSFunctor
    interface Reaction extends JSObject {
        void react(JSObject value);
    }

    private Promises() {}

    @JSBody(script = "return Promise.withResolvers();")
    static native Deferred newDeferred();

    /** The value itself if it is a promise, otherwise a promise of it. */
    @JSBody(params = "value", script = "return Promise.resolve(value);")
    static native JSObject of(@Nullable JSObject value);

    /** Calls one of the two when the promise is settled. */
    @JSBody(
            params = {"promise", "fulfilled", "rejected"},
            script = "promise.then(fulfilled, rejected);")
    static native void then(JSObject promise, Reaction fulfilled, Reaction rejected);

    @JSBody(
            params = {"promise", "rejected"},
            script = "promise.then(null, rejected);")
    static native void onRejection(JSObject promise, Reaction rejected);

    /** Runs the job when the JavaScript stack is empty, before any other event. */
    @JSBody(params = "job", script = "queueMicrotask(job);")
    static native void queueMicrotask(Job job);
}
