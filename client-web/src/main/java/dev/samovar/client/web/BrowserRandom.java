package dev.samovar.client.web;

import dev.samovar.client.RandomSource;
import org.teavm.jso.JSBody;

/** {@code Math.random} for delays, {@code crypto} for ids. */
final class BrowserRandom implements RandomSource {
    @Override
    public double nextDouble() {
        return random();
    }

    @Override
    public String newId() {
        return id();
    }

    @JSBody(script = "return Math.random();")
    private static native double random();

    /** A page that did not come over HTTPS has no {@code randomUUID}; 128 random bits do as well. */
    @JSBody(
            script = "if (crypto.randomUUID) return crypto.randomUUID();"
                    + "return Array.from(crypto.getRandomValues(new Uint8Array(16)), function(byte) {"
                    + "  return (byte + 256).toString(16).slice(1);"
                    + "}).join('');")
    private static native String id();
}
