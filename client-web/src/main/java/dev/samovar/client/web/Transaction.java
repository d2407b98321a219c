package dev.samovar.client.web;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A transaction of TanStack DB, as far as it is read here. */
public interface Transaction extends JSObject {
    @JSProperty
    String getId();

    /** An array of {@link Mutation}. */
    @JSProperty
    JSObject getMutations();

    /** One mutation of it. */
    interface Mutation extends JSObject {
        /** {@code insert}, {@code update} or {@code delete}. */
        @JSProperty
        String getType();

        /** A string or a number. */
        @JSProperty
        JSObject getKey();

        /** The whole row after the change. */
        @JSProperty
        JSObject getModified();

        /** The changed columns; one that was removed is there with the value {@code undefined}. */
        @JSProperty
        JSObject getChanges();
    }
}
