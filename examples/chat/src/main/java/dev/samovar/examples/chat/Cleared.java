package dev.samovar.examples.chat;

import dev.samovar.protocol.Value;
import java.util.Map;

/**
 * What {@code clearRoom} answers.
 *
 * @param deleted how many messages there were
 */
public record Cleared(long deleted) {
    Value toValue() {
        return new Value.Map(Map.of("deleted", Value.of(deleted)));
    }
}
