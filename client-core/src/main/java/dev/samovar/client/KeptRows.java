package dev.samovar.client;

import dev.samovar.protocol.Position;
import java.util.Map;

/**
 * The rows of a subscription from an earlier life of the program, from which it goes on.
 *
 * @param epoch of the position
 * @param position where the rows were complete. They may be newer in part, but not older
 * @param rows by key, made by the collection's {@link RowFactory}
 */
public record KeptRows(String epoch, Position position, Map<String, Row> rows) {}
