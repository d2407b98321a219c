package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.internal.Int64;
import org.jspecify.annotations.Nullable;

/**
 * How far a snapshot in pieces has come: rows go out in the order of their rowid, and what changes meanwhile is told at
 * the end, from the position at which it began.
 *
 * @param epoch of the base
 * @param base the position at which it began
 * @param last the rowid of the last row that was sent; {@code null} before the first
 */
record SnapshotStream(String epoch, Position base, @Nullable Long last) {
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
        Long last = Int64.parse(token);
        return last != null || token.isEmpty() ? new SnapshotStream(epoch, base, last) : null;
    }
}
