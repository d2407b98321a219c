package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A write of the client that a {@link ServerFrame.Flush} completes.
 *
 * @param result what a command returned
 */
public record DoneWrite(String txId, @Nullable Encodable result) {}
