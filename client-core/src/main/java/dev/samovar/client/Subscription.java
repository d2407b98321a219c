package dev.samovar.client;

import dev.samovar.protocol.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subscription that was asked for. */
public interface Subscription {
    /** Whether its rows are complete and follow every change. */
    boolean isLive();

    /** Up to where its rows were complete last; {@code null} if they never were, or are void. */
    @Nullable
    Position position();

    /** Of which epoch the position is; {@code null} if there is none. */
    @Nullable
    String epoch();

    /** The keys of the rows that it holds. */
    List<String> keys();

    /** Whether rows have left a window since this was asked last. It may reach less far than before, then. */
    boolean takeMoved();

    /**
     * Asks for all rows again, whatever is known of them. Those there are stay until the answer takes their place;
     * {@link SubscriptionListener#onLive} follows, or one of the others.
     */
    void refetch();

    /** Asks at once for what it has missed, if it is live; {@link SubscriptionListener#onLive} follows. */
    void catchUp();

    /** Ends it: its listener is not called again. Rows that nobody else holds leave. Nothing the second time. */
    void cancel();
}
