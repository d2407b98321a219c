package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.List;

/** What each kind of frame must have that only {@code samovar/1} has. */
final class SamovarFrameReader {
    private SamovarFrameReader() {}

    static ServerFrame frame(ServerFrame.Kind kind, Fields fields) {
        return switch (kind) {
            case WELCOME -> welcome(fields);
            case BEGIN ->
                new ServerFrame.Begin(fields.text("sub"), fields.nonEmptyText("epoch"), fields.position("seq"));
            case CHUNK -> ChunkReader.chunk(fields);
            case CHANGES ->
                new ServerFrame.Changes(fields.text("sub"), ChangeReader.changes("changes", fields.value("changes")));
            case LIVE -> new ServerFrame.Live(fields.text("sub"), fields.nonEmptyText("epoch"), fields.position("seq"));
            case FLUSH -> ChangeReader.flush(fields);
            case PRESENT -> new ServerFrame.Present(peers(fields), fields.texts("gone", fields.optionalArray("gone")));
            case SAID -> new ServerFrame.Said(fields.text("from"), fields.text("who"), fields.optional("data"));
            case SNAP, SNAP_END, DELTA, UP_TO_DATE, COMMITTED, REJECTED, RESET, PAGE, SUB_ERROR, PAGE_ERROR ->
                throw new IllegalArgumentException(kind + " is of the reference profile too.");
        };
    }

    private static ServerFrame.Welcome welcome(Fields fields) {
        Fields limits = Fields.of("limits of welcome", fields.optional("limits"));
        return new ServerFrame.Welcome(
                fields.whole("version", 1),
                fields.nonEmptyText("epoch"),
                fields.position("seq"),
                fields.nonEmptyText("session"),
                fields.whole("heartbeat", 1),
                fields.optionalCount("expires"),
                new ServerLimits(
                        limits.whole("frameBytes", 1),
                        limits.whole("opsPerMutation", 1),
                        limits.whole("subscriptions", 1),
                        limits.whole("unackedBytes", 1),
                        limits.whole("chunkBytes", 1)));
    }

    private static List<Peer> peers(Fields fields) {
        List<Value> items = fields.optionalArray("peers");
        List<Peer> peers = new ArrayList<>(items.size());
        for (Value item : items) {
            Items peer = Items.of("peer of present", item);
            peers.add(new Peer(peer.text(0, "session"), peer.text(1, "who"), peer.optional(2)));
        }
        return peers;
    }
}
