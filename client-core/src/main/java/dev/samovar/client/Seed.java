package dev.samovar.client;

import dev.samovar.protocol.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a subscription begins with: those of a page that was rendered on the server, or of an earlier life of the
 * program.
 *
 * @param keys of the rows, each once
 * @param rows in the order of their keys, made by the collection's {@link RowFactory}: all that the object had of the
 *     selection
 * @param epoch of the position
 * @param position where the rows were complete; they may be newer in part, but not older. {@code null} if that is not
 *     known, so that all rows are sent
 * @param isShown whether the collection's listener has them already, so that it is told only what is different
 */
public record Seed(
        List<String> keys,
        List<Row> rows,
        @Nullable String epoch,
        @Nullable Position position,
        boolean isShown) {}
