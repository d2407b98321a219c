package dev.samovar.gateway;

import dev.samovar.workers.HashAlgorithm;

/** What {@link JwtSigner} and {@link JwtVerifier} agree on: HS256 of RFC 7518, and nothing else. */
final class Jwt {
    static final String ALGORITHM = "HS256";
    static final HashAlgorithm HASH = HashAlgorithm.SHA_256;

    private static final int MIN_SECRET_CHARS = 32;

    private Jwt() {}

    /** RFC 7518, 3.2: the key must be at least as long as the hash, 32 bytes. A character is at least one. */
    static String checkedSecret(String secret) {
        if (secret.length() < MIN_SECRET_CHARS) {
            throw new IllegalArgumentException("The secret of the tokens has " + secret.length()
                    + " characters, HS256 needs at least " + MIN_SECRET_CHARS
                    + ". Set a longer one, for example the output of: openssl rand -base64 48");
        }
        return secret;
    }
}
