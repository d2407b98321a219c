package dev.samovar.testkit;

import dev.samovar.workers.Crypto;
import dev.samovar.workers.HashAlgorithm;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.SubtleCrypto;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Web Crypto over the JDK. Randomness comes from the test's seed, so that a run can be repeated. */
final class SeededCrypto implements Crypto, SubtleCrypto {
    private static final int MAX_RANDOM_BYTES = 65_536;

    private final Random random;

    SeededCrypto(Random random) {
        this.random = random;
    }

    @Override
    public String randomUUID() {
        ByteBuffer bytes = ByteBuffer.wrap(getRandomBytes(16));
        long high = (bytes.getLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (bytes.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    @Override
    public byte[] getRandomBytes(int length) {
        if (length < 1 || length > MAX_RANDOM_BYTES) {
            throw new IllegalArgumentException("Cannot draw " + length + " random bytes: 1 to " + MAX_RANDOM_BYTES
                    + " at a time. Draw the rest with another call.");
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public SubtleCrypto subtle() {
        return this;
    }

    @Override
    public byte[] digest(HashAlgorithm algorithm, byte[] data) {
        Coroutine.yieldToOthers();
        try {
            return MessageDigest.getInstance(algorithm.webCryptoName()).digest(data);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    @Override
    public byte[] sign(HashAlgorithm algorithm, byte[] key, byte[] data) {
        Coroutine.yieldToOthers();
        return hmac(algorithm, key, data);
    }

    @Override
    public boolean verify(HashAlgorithm algorithm, byte[] key, byte[] signature, byte[] data) {
        Coroutine.yieldToOthers();
        return MessageDigest.isEqual(hmac(algorithm, key, data), signature);
    }

    private static byte[] hmac(HashAlgorithm algorithm, byte[] key, byte[] data) {
        if (key.length == 0) {
            throw new PlatformException("DataError", "HMAC key is empty. Check that the secret is set.", null, null);
        }
        String name = "Hmac" + algorithm.webCryptoName().replace("-", "");
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    private static PlatformException failed(GeneralSecurityException e) {
        return new PlatformException("OperationError", String.valueOf(e.getMessage()), null, e);
    }
}
