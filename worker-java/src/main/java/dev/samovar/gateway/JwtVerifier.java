package dev.samovar.gateway;

import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.TextEncoding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JSON Web Tokens (RFC 7519) signed with HS256. The algorithm is pinned: what a token's header asks for is
 * compared, never followed. {@code sub}, {@code aud} and {@code exp} are required, {@code nbf} is obeyed, without
 * leeway.
 */
public final class JwtVerifier implements Authenticator {
    /** Longer tokens are refused unread. */
    public static final int MAX_TOKEN_CHARS = 8_192;

    private final String secret;
    private final String audience;

    private JwtVerifier(String secret, String audience) {
        this.secret = secret;
        this.audience = audience;
    }

    /**
     * A verifier of tokens that were signed with HMAC-SHA-256.
     *
     * @param secret at least 32 characters, shared with whoever signs
     * @param audience what a token's {@code aud} must be, or contain
     * @throws IllegalArgumentException if the secret is shorter
     */
    public static JwtVerifier hs256(String secret, String audience) {
        return new JwtVerifier(Jwt.checkedSecret(secret), audience);
    }

    @Override
    public VerifiedClaims authenticate(@Nullable String token, GlobalScope globals) {
        if (token == null) {
            throw refused("no token");
        }
        int payload = token.indexOf('.') + 1;
        int signature = token.indexOf('.', payload) + 1;
        if (token.length() > MAX_TOKEN_CHARS || payload == 0 || signature == 0 || token.indexOf('.', signature) >= 0) {
            throw refused("not three parts in " + MAX_TOKEN_CHARS + " characters");
        }
        Map<?, ?> header = object(token.substring(0, payload - 1), globals);
        if (!Jwt.ALGORITHM.equals(header.get("alg")) || header.containsKey("crit")) {
            throw refused("not a plain " + Jwt.ALGORITHM + " token");
        }
        TextEncoding encoding = globals.textEncoding();
        byte[] signed = encoding.toUtf8(token.substring(0, signature - 1));
        byte[] claimed = decode(token.substring(signature), encoding);
        if (!globals.crypto().subtle().verify(Jwt.HASH, encoding.toUtf8(secret), claimed, signed)) {
            throw refused("the signature does not hold");
        }
        return checked(object(token.substring(payload, signature - 1), globals), globals.currentTimeMillis() / 1_000d);
    }

    @SuppressWarnings("unchecked") // Json gives maps with string keys
    private VerifiedClaims checked(Map<?, ?> claims, double nowSeconds) {
        if (!(claims.get("exp") instanceof Double expiry) || expiry <= nowSeconds) {
            throw refused("expired, or without exp");
        }
        Object notBefore = claims.get("nbf");
        if (notBefore != null && !(notBefore instanceof Double start && start <= nowSeconds)) {
            throw refused("not valid yet");
        }
        Object intended = claims.get("aud");
        if (!audience.equals(intended) && !(intended instanceof List<?> several && several.contains(audience))) {
            throw refused("meant for another audience");
        }
        if (!(claims.get("sub") instanceof String subject) || subject.isEmpty()) {
            throw refused("without sub");
        }
        return new VerifiedClaims(subject, (Map<String, @Nullable Object>) claims);
    }

    private static Map<?, ?> object(String part, GlobalScope globals) {
        TextEncoding encoding = globals.textEncoding();
        try {
            if (globals.json().parse(encoding.fromUtf8(decode(part, encoding))) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (PlatformException notJson) {
            // Told below, in the words that also fit JSON that is no object.
        }
        throw refused("a part is no JSON object");
    }

    private static byte[] decode(String part, TextEncoding encoding) {
        try {
            return encoding.fromBase64Url(part);
        } catch (IllegalArgumentException e) {
            throw refused("a part is not base64url");
        }
    }

    private static RefusedException refused(String why) {
        return RefusedException.unauthenticated("token refused: " + why);
    }
}
