package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** One sync run of one collection of TanStack DB, from {@code sync()} to its cleanup. None of these throws. */
public interface RunDoor extends JSObject {
    /**
     * Follows some rows. The listener may be called before this returns.
     *
     * @param kept rows of an earlier life, which are published at once; {@code null} if there are none
     */
    Following subscribe(Wanted wanted, @Nullable Kept kept, Listener listener);

    /** Ends all subscriptions. Nothing is published any more. */
    void close();

    /** Which rows, as PROTOCOL.md says in section 9. */
    interface Wanted extends JSObject {
        @JSProperty
        @Nullable
        JSObject getWhere();

        @JSProperty
        @Nullable
        JSObject getOrderBy();

        /** At most so many; -1 for all. */
        @JSProperty
        int getLimit();
    }

    /** The rows of a subscription as they were at a position. */
    interface Kept extends JSObject {
        @JSProperty
        String getEpoch();

        /** The position as text. */
        @JSProperty
        String getSeq();

        /** An array of rows. */
        @JSProperty
        JsArray getRows();

        /** The key of each of them, as the server has it. */
        @JSProperty
        JsArray getKeys();
    }

    /** A subscription. */
    interface Following extends JSObject {
        /** Ends it. */
        void end();

        /** The epoch of {@link #seq}; {@code null} with it. */
        @Nullable
        String epoch();

        /** Up to where the rows that were published are complete, as text; {@code null} if they are not. */
        @Nullable
        String seq();
    }

    /** Hears how a subscription fares. Does not throw. */
    interface Listener extends JSObject {
        /** The rows are complete and were published. May come again. */
        void live();

        /** The rows cannot be had, or no more. {@link #live} may follow after the next connection. */
        void failed(JSObject error);
    }
}
