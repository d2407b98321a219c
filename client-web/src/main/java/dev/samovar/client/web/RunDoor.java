package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** One sync run of one collection of TanStack DB, from {@code sync()} to its cleanup. None of these throws. */
public interface RunDoor extends JSObject {
    /**
     * Follows some rows. The listener may be called before this returns.
     *
     * @param known the rows to begin with; {@code null} for none
     */
    FeedDoor subscribe(Wanted wanted, @Nullable Known known, Listener listener);

    /** Ends all subscriptions. Nothing is published any more. */
    void close();

    /** Which rows, as PROTOCOL.md says in section 9; the first two as {@link EncodedValue#of} takes them. */
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

    /** Rows that came from elsewhere, as {@code rows}, an array, and their keys as texts, {@code keys}. */
    interface Known extends JSObject {
        /** Of the position; {@code null} if it is not known where the rows were read. */
        @JSProperty
        @Nullable
        String getEpoch();

        /** Where all of them were read: a whole number from 0 to 2^53-1. */
        @JSProperty
        double getPosition();

        /** Whether the collection has them already. Otherwise they are published before {@link #subscribe} returns. */
        @JSProperty
        boolean getIsShown();
    }

    /** Hears how a subscription fares. Does not throw. */
    interface Listener extends JSObject {
        /** The rows are complete and were published. May come again. */
        void live();

        /** The rows cannot be had, or no more. {@link #live} may follow after the next connection. */
        void failed(JSObject error);
    }
}
