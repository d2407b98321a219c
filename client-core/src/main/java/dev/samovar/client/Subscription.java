package dev.samovar.client;

import dev.samovar.protocol.Position;
import org.jspecify.annotations.Nullable;

/** A subscription that was asked for. */
public interface Subscription {
    /** Whether its rows are complete and follow every change. */
    boolean isLive();

    /** Up to where its rows were complete last; {@code null} if they never were, or are void. */
    @Nullable
    Position position();

    /** What {@link #position} is of; {@code null} with it. */
    @Nullable
    String epoch();

    /** Ends it: its listener is not called again. Rows that nobody else holds leave. Nothing the second time. */
    void cancel();
}
