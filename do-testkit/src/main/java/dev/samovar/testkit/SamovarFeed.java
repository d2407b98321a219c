package dev.samovar.testkit;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.RowChange;
import dev.samovar.protocol.RowChanges;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.SubChanges;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows as the frames of {@code samovar/1} bring them. A snapshot and a catch-up stay out of sight until the
 * subscription is live; until then the rows of before are shown.
 *
 * <pre>
 *   ASKED --begin--> FILLING --chunk...--> FILLING --changes...--> --live--> LIVE --flush...--> LIVE
 *     +---------------changes...--> --live--> LIVE                            LIVE --reset--> ASKED
 *   FILLING --connection lost--> asks with the last chunk's token, and goes on filling
 * </pre>
 *
 * <p>What no server may send is an {@link AssertionError}: it fails the test that finds it.
 */
final class SamovarFeed extends RowFeed {
    private final List<RowChange> missed = new ArrayList<>();
    private @Nullable String epoch;
    private ServerFrame.@Nullable Begin begin;
    private Map<String, Value.Map> filling = new LinkedHashMap<>();
    private @Nullable Value next;

    SamovarFeed(String sub, Selection selection) {
        super(sub, selection);
    }

    @Override
    ClientFrame.Sub subscription() {
        if (begin != null) {
            return subscription(begin.seq().toString(), begin.epoch(), next);
        }
        return subscription(position == null ? null : position.toString(), epoch, null);
    }

    private ClientFrame.Sub subscription(
            @Nullable String since, @Nullable String epochOfSince, @Nullable Value resume) {
        return new ClientFrame.Sub(
                sub,
                selection.collection(),
                selection.where(),
                selection.orderBy(),
                selection.limit(),
                selection.offset(),
                since,
                epochOfSince,
                resume);
    }

    @Override
    void connectionLost() {
        isCaughtUp = false;
        missed.clear();
        if (next == null) {
            begin = null;
        }
    }

    @Override
    void apply(ServerFrame frame) {
        if (frame instanceof ServerFrame.Begin started && started.sub().equals(sub)) {
            begin(started);
        } else if (frame instanceof ServerFrame.Chunk chunk && chunk.sub().equals(sub)) {
            fill(chunk);
        } else if (frame instanceof ServerFrame.Changes changes && changes.sub().equals(sub)) {
            // Also while it is live: an object that woke up tells what it may not have told.
            missed.addAll(items(changes.changes()));
        } else if (frame instanceof ServerFrame.Live live && live.sub().equals(sub)) {
            live(live);
        } else if (frame instanceof ServerFrame.Flush flush) {
            flush(flush);
        } else if (frame instanceof ServerFrame.Reset reset
                && (reset.sub() == null || reset.sub().equals(sub))) {
            reset(reset);
        } else if (frame instanceof ServerFrame.SubError error && error.sub().equals(sub)) {
            refusal = error.error();
            rows.clear();
            startOver();
        }
    }

    private void begin(ServerFrame.Begin started) {
        require(!isCaughtUp, "got a snapshot without a reset, though it is live");
        begin = started;
        filling = new LinkedHashMap<>();
        next = null;
        missed.clear();
    }

    private void fill(ServerFrame.Chunk chunk) {
        require(begin != null, "got a chunk before the beginning of a snapshot");
        require(missed.isEmpty(), "got a chunk after changes");
        List<List<Value>> columns = new ArrayList<>();
        chunk.values().forEach(column -> columns.add(((Value.Array) column).items()));
        List<Value> keys = columns.get(chunk.key());
        for (int row = 0; row < keys.size(); row++) {
            Map<String, Value> entries = new LinkedHashMap<>();
            for (int column = 0; column < columns.size(); column++) {
                entries.put(chunk.columns().get(column), columns.get(column).get(row));
            }
            filling.put(((Value.Text) keys.get(row)).value(), new Value.Map(entries));
        }
        next = (Value) chunk.next();
    }

    private void live(ServerFrame.Live live) {
        require(begin != null || position != null, "is said to be live, but has had no snapshot");
        if (begin != null) {
            rows = filling;
            begin = null;
            filling = new LinkedHashMap<>();
            next = null;
        }
        missed.forEach(this::apply);
        missed.clear();
        isCaughtUp = true;
        position = live.seq();
        epoch = live.epoch();
    }

    private void flush(ServerFrame.Flush flush) {
        for (SubChanges changes : flush.subs()) {
            if (changes.sub().equals(sub)) {
                require(isCaughtUp, "got changes in a flush before it was live");
                items(changes.changes()).forEach(this::apply);
            }
        }
        if (isCaughtUp) {
            position = flush.seq();
            epoch = flush.epoch() == null ? epoch : flush.epoch();
        }
    }

    private void reset(ServerFrame.Reset reset) {
        resetReason = reset.reason() == null ? null : ResetReason.parse(reset.reason());
        startOver();
    }

    private void startOver() {
        isCaughtUp = false;
        position = null;
        epoch = null;
        begin = null;
        next = null;
        missed.clear();
    }

    private void apply(RowChange change) {
        if (change instanceof RowChange.Left left) {
            rows.remove(left.key());
        } else if (change instanceof RowChange.Whole whole) {
            rows.put(whole.key(), (Value.Map) whole.row());
        } else if (change instanceof RowChange.Changed changed) {
            Value.Map row = rows.get(changed.key());
            require(row != null, "got single columns of " + changed.key() + ", a row that it does not hold");
            Map<String, Value> entries =
                    new LinkedHashMap<>(Objects.requireNonNull(row).entries());
            entries.putAll(((Value.Map) changed.columns()).entries());
            rows.put(changed.key(), new Value.Map(entries));
        }
    }

    private static List<RowChange> items(Encodable changes) {
        return ((RowChanges) changes).items();
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("Subscription " + sub + " to " + selection.collection() + " " + what + ".");
        }
    }
}
