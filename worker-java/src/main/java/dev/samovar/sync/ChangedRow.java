package dev.samovar.sync;

import dev.samovar.protocol.Position;
import org.jspecify.annotations.Nullable;

/**
 * A row that changed, with what it was and what it is.
 *
 * @param before its tracked columns as they were, the others {@code null}; {@code null} if there was no such row, or if
 *     nobody asks
 * @param now {@code null} if the row is gone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each changed row
record ChangedRow(
        LoggedChange logged,
        @Nullable Object @Nullable [] before,
        @Nullable RowState now) {
    String key() {
        return logged.key();
    }

    /** The position of the row's newest line. */
    Position seq() {
        return logged.last();
    }
}
