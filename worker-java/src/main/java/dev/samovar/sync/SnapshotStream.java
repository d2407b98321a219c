package dev.samovar.sync;

import dev.samovar.protocol.Position;
import org.jspecify.annotations.Nullable;

/**
 * How far a snapshot in pieces has come: rows go out in the order of their rowid, and what changes meanwhile is told at
 * the end, from the position at which it began.
 *
 * @param epoch of the base
 * @param base the position at which it began
 * @param last the rowid of the last row that was sent; {@code null} before the first
 * @param pieces how many were sent since it began or was resumed
 */
record SnapshotStream(String epoch, Position base, @Nullable Long last, int pieces) {
    /** Each time it is kept costs a write, and what was sent since is sent again to a client whose object died. */
    private static final int PIECES_PER_KEEP = 8;

    static SnapshotStream at(String epoch, Position base, @Nullable Long last) {
        return new SnapshotStream(epoch, base, last, 0);
    }

    /** What is left when one more piece was sent. */
    SnapshotStream behind(@Nullable Long sent) {
        return new SnapshotStream(epoch, base, sent, pieces + 1);
    }

    /** Whether its place should be kept: after the first piece, and then now and again. */
    boolean isToBeKept() {
        return pieces % PIECES_PER_KEEP == 1;
    }

    /** As it is kept with the subscription. */
    String toText() {
        return epoch + ' ' + base + ' ' + (last == null ? "" : Long.toString(last));
    }

    /** Reads what {@link #toText} gave; {@code null} for anything else. */
    static @Nullable SnapshotStream parse(String text) {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        if (first < 0 || second < 0) {
            return null;
        }
        Position base = Position.parse(text.substring(first + 1, second));
        return base == null ? null : resumed(text.substring(0, first), base, text.substring(second + 1));
    }

    /** The snapshot of that base behind the row of a resume token; {@code null} if the token is none. */
    static @Nullable SnapshotStream resumed(String epoch, Position base, String token) {
        try {
            return at(epoch, base, token.isEmpty() ? null : Long.valueOf(Long.parseLong(token)));
        } catch (NumberFormatException malformed) {
            return null;
        }
    }
}
