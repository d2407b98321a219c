package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/** What became of a write, so that a repetition of it is told the same. Exactly one of the two is set. */
record Receipt(
        String payload,
        @Nullable Committed committed,
        @Nullable Refusal refusal) {
    /** @param result of a command, encoded; {@code null} for a mutation */
    record Committed(Position seq, @Nullable EncodedValue result) {}
}
