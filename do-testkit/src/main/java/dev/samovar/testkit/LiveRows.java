package dev.samovar.testkit;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a collection as a {@link TestClient} sees them now: what the object has sent, and nothing guessed. Made
 * by {@link TestClient#subscribe}.
 */
public final class LiveRows {
    private final TestClient client;
    private final RowFeed feed;

    LiveRows(TestClient client, RowFeed feed) {
        this.client = client;
        this.feed = feed;
    }

    /** The rows by their keys. A copy. */
    public Map<String, Value.Map> rows() {
        client.receive();
        return new LinkedHashMap<>(feed.rows);
    }

    /**
     * The row of a key.
     *
     * @throws IllegalStateException if there is none
     */
    public Value.Map row(String key) {
        client.receive();
        Value.Map row = feed.rows.get(key);
        if (row == null) {
            throw new IllegalStateException("There is no row " + key + " in " + collection() + ", only "
                    + feed.rows.keySet() + ". A change of another client comes with the next tick: move the clock.");
        }
        return row;
    }

    /** Whether the first rows, or after a reconnect the missed ones, have all come. */
    public boolean isCaughtUp() {
        client.receive();
        return feed.isCaughtUp;
    }

    /**
     * The last position at which the rows were complete: where a reconnect would go on.
     *
     * @throws IllegalStateException if they never were
     */
    public Position position() {
        client.receive();
        if (feed.position == null) {
            throw new IllegalStateException("The rows of " + collection() + " were never complete, so they have no"
                    + " position. See isCaughtUp() and refusal().");
        }
        return feed.position;
    }

    /**
     * Why the object refused the subscription.
     *
     * @throws IllegalStateException if it did not
     */
    public Refusal refusal() {
        client.receive();
        if (feed.refusal == null) {
            throw new IllegalStateException("The subscription to " + collection() + " was not refused: it has "
                    + feed.rows.size() + " rows, and is " + (feed.isCaughtUp ? "" : "not ") + "caught up.");
        }
        return feed.refusal;
    }

    /** The id of the subscription, in the frames of this client. */
    public String sub() {
        return feed.sub;
    }

    /** What the subscription asks for. */
    public Selection selection() {
        return feed.selection;
    }

    /**
     * The rows in the order that the selection asks for, those that are equal in it by their keys: what a window shows.
     */
    public List<Value.Map> ordered() {
        client.receive();
        return feed.rows.entrySet().stream()
                .sorted(new RowOrder(feed.selection.orderBy()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * Why the object voided the rows, the last time it did.
     *
     * @throws IllegalStateException if it never did, or gave no reason that is known
     */
    public ResetReason resetReason() {
        client.receive();
        if (feed.resetReason == null) {
            throw new IllegalStateException("The rows of " + collection() + " were not reset for a known reason.");
        }
        return feed.resetReason;
    }

    RowFeed feed() {
        return feed;
    }

    private String collection() {
        return feed.selection.collection();
    }
}
