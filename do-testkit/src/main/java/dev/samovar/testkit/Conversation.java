package dev.samovar.testkit;

import dev.samovar.protocol.Peer;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.ServerFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code samovar/1} has told a {@link TestClient} of one connection as a whole, as it was at
 * {@link TestClient#conversation}. Its promises are checked: a welcome first, no flush missing, time that runs forward.
 * What breaks one is an {@link AssertionError}: it fails the test that finds it.
 */
public final class Conversation {
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final List<ServerFrame.Said> said = new ArrayList<>();
    private ServerFrame.@Nullable Welcome welcome;
    private @Nullable String epoch;
    private Position newest = Position.zero();
    private Position flushed = Position.zero();

    Conversation() {}

    static boolean isOfSamovarAlone(ServerFrame frame) {
        return switch (frame.kind()) {
            case WELCOME, BEGIN, CHUNK, CHANGES, LIVE, FLUSH, PRESENT, SAID -> true;
            case SNAP, SNAP_END, DELTA, UP_TO_DATE, COMMITTED -> false;
            case REJECTED, RESET, PAGE, SUB_ERROR, PAGE_ERROR -> false;
        };
    }

    /**
     * How the object greeted.
     *
     * @throws IllegalStateException if it has not
     */
    public ServerFrame.Welcome welcome() {
        if (welcome == null) {
            throw new IllegalStateException("The object has not answered the hello. Does it speak samovar/1?");
        }
        return welcome;
    }

    /** Who is present, by session. A copy. */
    public Map<String, Peer> peers() {
        return new LinkedHashMap<>(peers);
    }

    /** Takes what others have said since the last call. */
    public List<ServerFrame.Said> said() {
        List<ServerFrame.Said> taken = List.copyOf(said);
        said.clear();
        return taken;
    }

    /** Takes note of a frame. Returns it, a flush with its epoch filled in. */
    ServerFrame heard(ServerFrame frame) {
        require(
                (frame instanceof ServerFrame.Welcome) == (welcome == null),
                "A welcome comes once, before all else; this came: " + frame);
        switch (frame.kind()) {
            case WELCOME -> {
                welcome = (ServerFrame.Welcome) frame;
                told(welcome.epoch(), welcome.seq());
                flushed = welcome.seq();
            }
            case BEGIN -> told(((ServerFrame.Begin) frame).epoch(), Position.zero());
            case LIVE -> told(((ServerFrame.Live) frame).epoch(), ((ServerFrame.Live) frame).seq());
            case FLUSH -> {
                return flushed((ServerFrame.Flush) frame);
            }
            case PRESENT -> {
                ((ServerFrame.Present) frame).peers().forEach(peer -> peers.put(peer.session(), peer));
                ((ServerFrame.Present) frame).gone().forEach(peers::remove);
            }
            case SAID -> said.add((ServerFrame.Said) frame);
            case SNAP, SNAP_END, DELTA, UP_TO_DATE, COMMITTED ->
                throw new AssertionError("A client that said hello got a frame of the reference profile: " + frame);
            case CHUNK, CHANGES, REJECTED, RESET, PAGE, SUB_ERROR, PAGE_ERROR -> {}
        }
        return frame;
    }

    private ServerFrame flushed(ServerFrame.Flush flush) {
        require(
                !flush.prev().isAfter(newest),
                "A flush is missing: the newest boundary is " + newest + ", and this one follows " + flush.prev());
        require(
                !flush.prev().isAfter(flush.seq()) && !flushed.isAfter(flush.seq()),
                "A flush runs backwards: from " + flush.prev() + " to " + flush.seq() + ", after " + flushed);
        flushed = flush.seq();
        told(flush.epoch() == null ? epoch : flush.epoch(), flush.seq());
        return new ServerFrame.Flush(flush.prev(), flush.seq(), epoch, flush.subs(), flush.done());
    }

    private void told(@Nullable String toldEpoch, Position boundary) {
        epoch = toldEpoch;
        if (boundary.isAfter(newest)) {
            newest = boundary;
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message + ".");
        }
    }
}
