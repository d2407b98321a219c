package dev.samovar.testkit;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a collection as a {@link TestClient} sees them now: what the object has sent, and nothing guessed. Made
 * by {@link TestClient#subscribe}.
 */
public final class LiveRows {
    private final TestClient client;
    private final String sub;
    private final String collection;
    private final Map<String, Value.Map> rows = new LinkedHashMap<>();
    private @Nullable Position position;
    private @Nullable Refusal refusal;
    private boolean isCaughtUp;

    LiveRows(TestClient client, String sub, String collection) {
        this.client = client;
        this.sub = sub;
        this.collection = collection;
    }

    /** The rows by their keys. A copy. */
    public Map<String, Value.Map> rows() {
        client.receive();
        return new LinkedHashMap<>(rows);
    }

    /**
     * The row of a key.
     *
     * @throws IllegalStateException if there is none
     */
    public Value.Map row(String key) {
        client.receive();
        Value.Map row = rows.get(key);
        if (row == null) {
            throw new IllegalStateException("There is no row " + key + " in " + collection + ", only " + rows.keySet()
                    + ". A change of another client comes with the next tick: move the clock.");
        }
        return row;
    }

    /** Whether the first rows, or after a reconnect the missed ones, have all come. */
    public boolean isCaughtUp() {
        client.receive();
        return isCaughtUp;
    }

    /**
     * The last position at which the rows were complete: where a reconnect would go on.
     *
     * @throws IllegalStateException if they never were
     */
    public Position position() {
        client.receive();
        if (position == null) {
            throw new IllegalStateException("The rows of " + collection + " were never complete, so they have no"
                    + " position. See isCaughtUp() and refusal().");
        }
        return position;
    }

    /**
     * Why the object refused the subscription.
     *
     * @throws IllegalStateException if it did not
     */
    public Refusal refusal() {
        client.receive();
        if (refusal == null) {
            throw new IllegalStateException("The subscription to " + collection + " was not refused: it has "
                    + rows.size() + " rows, and is " + (isCaughtUp ? "" : "not ") + "caught up.");
        }
        return refusal;
    }

    /** The id of the subscription, in the frames of this client. */
    public String sub() {
        return sub;
    }

    /** Asks for what was missed, or for everything. */
    ClientFrame.Sub subscription() {
        String since = position == null ? null : position.toString();
        return new ClientFrame.Sub(sub, collection, null, null, null, null, since);
    }

    /** What comes next are answers to a new {@link #subscription}. */
    void connectionLost() {
        isCaughtUp = false;
        if (position == null) {
            // A snapshot that broke off counts for nothing: its rows may be gone by now.
            rows.clear();
        }
    }

    void apply(ServerFrame frame) {
        if (frame instanceof ServerFrame.Snap snap && snap.sub().equals(sub)) {
            rows.put(snap.key(), (Value.Map) snap.row());
        } else if (frame instanceof ServerFrame.SnapEnd end && end.sub().equals(sub)) {
            caughtUp(end.seq());
        } else if (frame instanceof ServerFrame.Delta delta && delta.sub().equals(sub)) {
            apply(delta);
        } else if (frame instanceof ServerFrame.SubError error && error.sub().equals(sub)) {
            refusal = error.error();
        }
    }

    private void apply(ServerFrame.Delta delta) {
        if (delta.op() == Operation.DELETE) {
            rows.remove(delta.key());
        } else {
            rows.put(delta.key(), (Value.Map) Objects.requireNonNull(delta.cols()));
        }
    }

    void apply(ServerFrame.UpToDate upToDate) {
        if (upToDate.sub() == null) {
            reached(upToDate.seq());
        } else if (upToDate.sub().equals(sub)) {
            caughtUp(upToDate.seq());
        }
    }

    void apply(ServerFrame.Reset reset) {
        if (reset.sub() == null || reset.sub().equals(sub)) {
            rows.clear();
            position = null;
            isCaughtUp = false;
        }
    }

    /** The connection has reached a position, which says nothing of a subscription that has not caught up on it. */
    void reached(Position boundary) {
        if (isCaughtUp && (position == null || boundary.isAfter(position))) {
            position = boundary;
        }
    }

    private void caughtUp(Position boundary) {
        isCaughtUp = true;
        position = boundary;
    }
}
