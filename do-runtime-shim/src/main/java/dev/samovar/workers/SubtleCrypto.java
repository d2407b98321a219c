package dev.samovar.workers;

/** The part of {@code crypto.subtle} that is bound: digests and HMAC. */
public interface SubtleCrypto {
    /** Waits. */
    byte[] digest(HashAlgorithm algorithm, byte[] data);

    /** Signs with HMAC. Waits. */
    byte[] sign(HashAlgorithm algorithm, byte[] key, byte[] data);

    /** Checks an HMAC in constant time. Waits. */
    boolean verify(HashAlgorithm algorithm, byte[] key, byte[] signature, byte[] data);
}
