package dev.samovar.sync;

import dev.samovar.protocol.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers to committed writes of one client. A client that sends without waiting for them gets those to what is
 * already on its way together: a message costs about the same whatever it holds.
 */
final class Answers {
    private final List<Wire.Settled> kept = new ArrayList<>();
    private double sinceMillis;
    private double cameMillis;
    private int inARow;

    /** A message of the client has come. */
    void came(double nowMillis) {
        if (!isClose(nowMillis)) {
            inARow = 0;
        }
        if (inARow == 0) {
            sinceMillis = nowMillis;
        }
        inARow++;
        cameMillis = nowMillis;
    }

    /** When the client's last message came. */
    double cameMillis() {
        return cameMillis;
    }

    /**
     * Whether messages come so close together that more may be on their way. Never while the clock stands still, as it
     * does in a test.
     */
    boolean isInBurst(double nowMillis) {
        return inARow > SyncLimits.BURST_MESSAGES && cameMillis > sinceMillis && isClose(nowMillis);
    }

    /** A write may have waited long after the last message came, and a clock may be set back. */
    private boolean isClose(double nowMillis) {
        return Math.abs(nowMillis - cameMillis) <= SyncLimits.MAX_ANSWER_MILLIS;
    }

    /** Nothing was on its way: the client may be one that waits, and should not wait in vain. */
    void calm() {
        inARow = 0;
    }

    int size() {
        return kept.size();
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    void keep(Wire.Settled done) {
        kept.add(done);
    }

    /**
     * Takes out what was kept. All of it is visible at the head, and positions that a client is told should not fall.
     */
    List<Wire.Settled> take(Position head) {
        if (kept.isEmpty()) {
            return List.of();
        }
        List<Wire.Settled> taken = new ArrayList<>(kept.size() + 1);
        for (Wire.Settled done : kept) {
            taken.add(new Wire.Settled(done.txId(), head, done.result()));
        }
        kept.clear();
        return taken;
    }

    /** The same with one more, whose position stays as it is. */
    List<Wire.Settled> takeWith(Wire.Settled last, Position head) {
        if (kept.isEmpty()) {
            return List.of(last);
        }
        List<Wire.Settled> taken = take(head);
        taken.add(last);
        return taken;
    }
}
