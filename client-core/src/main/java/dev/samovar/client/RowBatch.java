package dev.samovar.client;

import java.util.List;

/**
 * Changes that are to be seen together or not at all.
 *
 * @param replacesAll whether rows that are not in {@code changes} are gone: this is a snapshot
 * @param changes in the order of the server; a key may occur more than once, the last one counts
 */
public record RowBatch(boolean replacesAll, List<RowChange> changes) {}
