package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** One sync run of one collection of TanStack DB, from {@code sync()} to its cleanup. None of these throws. */
public interface RunDoor extends JSObject {
    /**
     * Follows some rows. The listener may be called before this returns.
     *
     * @return {@code null} if they cannot be asked for, which the listener was told
     */
    @Nullable
    FeedDoor subscribe(Wanted wanted, Listener listener);

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

    /** Hears how a subscription fares. Does not throw. */
    interface Listener extends JSObject {
        /** The rows are complete and were published. May come again. */
        void live();

        /** The rows cannot be had, or no more. {@link #live} may follow after the next connection. */
        void failed(JSObject error);
    }
}
