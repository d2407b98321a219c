package dev.samovar.testkit;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How frames become the rows of one subscription. */
abstract class RowFeed {
    final String sub;
    final Selection selection;
    Map<String, Value.Map> rows = new LinkedHashMap<>();
    boolean isCaughtUp;

    /** Where the rows were last complete. */
    @Nullable
    Position position;

    @Nullable
    Refusal refusal;

    /** Why the object voided the rows, the last time it did. */
    @Nullable
    ResetReason resetReason;

    RowFeed(String sub, Selection selection) {
        this.sub = sub;
        this.selection = selection;
    }

    /** Asks for what was missed, or for everything. */
    abstract ClientFrame.Sub subscription();

    /** What comes next are answers to a new {@link #subscription}. */
    abstract void connectionLost();

    /** Takes in a frame, which may be about something else. */
    abstract void apply(ServerFrame frame);
}
