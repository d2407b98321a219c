package dev.samovar.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token says of its bearer.
 *
 * @param subject who it is; never empty. Writes are made once per subject and transaction id
 * @param all every claim, {@code sub} included, as {@link dev.samovar.workers.Json} reads it
 */
public record VerifiedClaims(String subject, Map<String, @Nullable Object> all) {
    /** A claim that is a string, or {@code null}. */
    public @Nullable String text(String name) {
        return all.get(name) instanceof String text ? text : null;
    }
}
