package dev.samovar.gateway;

import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.TextEncoding;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the tokens that a {@link JwtVerifier} with the same secret and audience accepts. */
public final class JwtSigner {
    private final String secret;
    private final String audience;

    private JwtSigner(String secret, String audience) {
        this.secret = secret;
        this.audience = audience;
    }

    /**
     * A signer with HMAC-SHA-256.
     *
     * @param secret at least 32 characters, kept out of the source
     * @throws IllegalArgumentException if it is shorter
     */
    public static JwtSigner hs256(String secret, String audience) {
        return new JwtSigner(Jwt.checkedSecret(secret), audience);
    }

    /**
     * A token for a subject. Waits.
     *
     * @param claims further claims; {@code sub}, {@code aud}, {@code iat} and {@code exp} are set here
     */
    public String sign(
            String subject, Map<String, @Nullable Object> claims, long lifetimeSeconds, GlobalScope globals) {
        long nowSeconds = globals.currentTimeMillis() / 1_000;
        Map<String, @Nullable Object> all = new LinkedHashMap<>(claims);
        all.put("sub", subject);
        all.put("aud", audience);
        all.put("iat", nowSeconds);
        all.put("exp", nowSeconds + lifetimeSeconds);
        TextEncoding encoding = globals.textEncoding();
        String header = "{\"alg\":\"" + Jwt.ALGORITHM + "\",\"typ\":\"JWT\"}";
        String signed = encoding.toBase64Url(encoding.toUtf8(header)) + "."
                + encoding.toBase64Url(encoding.toUtf8(globals.json().stringify(all)));
        byte[] signature = globals.crypto().subtle().sign(Jwt.HASH, encoding.toUtf8(secret), encoding.toUtf8(signed));
        return signed + "." + encoding.toBase64Url(signature);
    }
}
