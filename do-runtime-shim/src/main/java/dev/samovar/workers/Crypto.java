package dev.samovar.workers;

/** Web Crypto. In workerd randomness cannot be drawn while a module is loading. */
public interface Crypto {
    /** A random version 4 UUID, 36 characters. */
    String randomUUID();

    /**
     * Random bytes of cryptographic quality.
     *
     * @param length 1 to 65,536, the limit of {@code getRandomValues}
     */
    byte[] getRandomBytes(int length);

    SubtleCrypto subtle();
}
