package dev.samovar.client;

import dev.samovar.protocol.Value;
import org.jspecify.annotations.Nullable;

/**
 * What became of one row.
 *
 * @param key the primary key
 * @param row the whole row as it is now; {@code null} if it is gone
 */
public record RowChange(String key, Value.@Nullable Map row) {
    public boolean isDelete() {
        return row == null;
    }
}
