package dev.samovar.client.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** One subscription of a {@link RunDoor}. None of these throws. */
public interface FeedDoor extends JSObject {
    /** Up to where its rows are complete and were published; -1 while they are not. */
    double position();

    /** Where it would go on from after a drop; -1 if nowhere, so that it would begin anew. */
    double since();

    /** Of which epoch {@link #since} is; {@code null} if there is none. */
    @Nullable
    String epoch();

    /** An array of the keys of its rows, as texts. */
    JSObject keys();

    /** Whether rows have left a window since this was asked last. */
    boolean takeMoved();

    /** Asks for all rows again; the listener hears of it. Rows stay until others take their place. */
    void refetch();

    /** Asks for what it has missed, if it is live; the listener hears of it. */
    void catchUp();

    /** Ends it. Without effect the second time. */
    void end();
}
