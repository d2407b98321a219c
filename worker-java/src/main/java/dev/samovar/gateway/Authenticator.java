package dev.samovar.gateway;

import dev.samovar.workers.GlobalScope;
import org.jspecify.annotations.Nullable;

/** Decides who the bearer of a token is. */
@FunctionalInterface
public interface Authenticator {
    /**
     * Verifies a token. May wait.
     *
     * @param token what the client sent; {@code null} if it sent none
     * @throws RefusedException if the bearer is unknown or may not come in
     */
    VerifiedClaims authenticate(@Nullable String token, GlobalScope globals);
}
