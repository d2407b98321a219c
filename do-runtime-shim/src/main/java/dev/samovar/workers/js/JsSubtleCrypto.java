package dev.samovar.workers.js;

import dev.samovar.workers.HashAlgorithm;
import dev.samovar.workers.SubtleCrypto;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** {@code crypto.subtle}. */
final class JsSubtleCrypto implements SubtleCrypto {
    private final Coroutines coroutines;

    JsSubtleCrypto(Coroutines coroutines) {
        this.coroutines = coroutines;
    }

    @Override
    public byte[] digest(HashAlgorithm algorithm, byte[] data) {
        return Bytes.wrap(coroutines.await(digest(algorithm.webCryptoName(), data)));
    }

    @Override
    public byte[] sign(HashAlgorithm algorithm, byte[] key, byte[] data) {
        JSObject imported = importKey(algorithm, key, "sign");
        return Bytes.wrap(coroutines.await(sign(imported, data)));
    }

    @Override
    public boolean verify(HashAlgorithm algorithm, byte[] key, byte[] signature, byte[] data) {
        JSObject imported = importKey(algorithm, key, "verify");
        return isTrue(coroutines.await(verify(imported, signature, data)));
    }

    private JSObject importKey(HashAlgorithm algorithm, byte[] key, String usage) {
        return coroutines.await(importKey(key, algorithm.webCryptoName(), usage));
    }

    @JSBody(
            params = {"hash", "data"},
            script = "return crypto.subtle.digest(hash, data);")
    private static native JSObject digest(String hash, @JSByRef byte[] data);

    @JSBody(
            params = {"key", "hash", "usage"},
            script = "return crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: hash }, false, [usage]);")
    private static native JSObject importKey(@JSByRef byte[] key, String hash, String usage);

    @JSBody(
            params = {"key", "data"},
            script = "return crypto.subtle.sign('HMAC', key, data);")
    private static native JSObject sign(JSObject key, @JSByRef byte[] data);

    @JSBody(
            params = {"key", "signature", "data"},
            script = "return crypto.subtle.verify('HMAC', key, signature, data);")
    private static native JSObject verify(JSObject key, @JSByRef byte[] signature, @JSByRef byte[] data);

    @JSBody(params = "value", script = "return value;")
    private static native boolean isTrue(JSObject value);
}
