package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One change of one row, in a {@link ClientFrame.Mut}.
 *
 * @param key the row's primary key; may be empty on the wire, no row has such a key
 * @param cols an insert's whole row, an update's changed columns; {@code null} for a delete; in a frame that was read
 *     {@link Value.Map}
 */
public record MutationOp(
        Operation type, String key, @Nullable Encodable cols) {}
