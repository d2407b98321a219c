package dev.samovar.gateway;

import dev.samovar.protocol.Handshake;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.Headers;
import dev.samovar.workers.Json;
import dev.samovar.workers.TextEncoding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How verified claims travel from the Worker to the object: one request header, JSON in base64url because header values
 * are Latin-1. An object is reached only through a Worker's binding, so the header is as trustworthy as the Worker that
 * stamps it.
 */
public final class ClaimsHeader {
    private ClaimsHeader() {}

    /** Replaces any claims in the headers by these. */
    public static void stamp(Headers headers, VerifiedClaims claims, GlobalScope globals) {
        TextEncoding encoding = globals.textEncoding();
        headers.set(
                Handshake.CLAIMS_HEADER,
                encoding.toBase64Url(encoding.toUtf8(globals.json().stringify(claims.all()))));
    }

    /** The claims' JSON text, or {@code null} if the headers carry none. */
    public static @Nullable String read(Headers headers, TextEncoding encoding) {
        String value = headers.get(Handshake.CLAIMS_HEADER);
        return value == null ? null : encoding.fromUtf8(encoding.fromBase64Url(value));
    }

    /**
     * Reads what {@link #read} gave.
     *
     * @throws IllegalArgumentException if the text is not an object with a {@code sub}
     */
    @SuppressWarnings("unchecked") // Json gives maps with string keys
    public static VerifiedClaims parse(String jsonText, Json json) {
        if (json.parse(jsonText) instanceof Map<?, ?> all
                && all.get("sub") instanceof String subject
                && !subject.isEmpty()) {
            return new VerifiedClaims(subject, (Map<String, @Nullable Object>) all);
        }
        throw new IllegalArgumentException(
                "Claims without a subject: the Worker must verify a token that has \"sub\".");
    }
}
