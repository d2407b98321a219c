package dev.samovar.client;

import dev.samovar.protocol.Position;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the reader of a collection shows already when it subscribes, as after a page was rendered on the server.
 *
 * @param rows by key, all that the object had of the selection
 * @param epoch of the position
 * @param position where they were read; {@code null} if that is not known, so that all rows are sent
 */
public record Seed(
        Map<String, Row> rows,
        @Nullable String epoch,
        @Nullable Position position) {}
