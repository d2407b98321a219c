package dev.samovar.workers.js;

import dev.samovar.workers.Crypto;
import dev.samovar.workers.SubtleCrypto;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;

/** {@code crypto}. */
final class JsCrypto implements Crypto {
    private static final int MAX_RANDOM_BYTES = 65_536;

    private final SubtleCrypto subtle;

    JsCrypto(Coroutines coroutines) {
        this.subtle = new JsSubtleCrypto(coroutines);
    }

    @Override
    public String randomUUID() {
        try {
            return uuid();
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public byte[] getRandomBytes(int length) {
        if (length < 1 || length > MAX_RANDOM_BYTES) {
            throw new IllegalArgumentException(
                    "Cannot draw " + length + " random bytes. Ask for 1 to " + MAX_RANDOM_BYTES + ".");
        }
        try {
            return randomBytes(length);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public SubtleCrypto subtle() {
        return subtle;
    }

    @JSBody(script = "return crypto.randomUUID();")
    private static native String uuid();

    @JSBody(params = "length", script = "return crypto.getRandomValues(new Int8Array(length));")
    @JSByRef
    private static native byte[] randomBytes(int length);
}
