package dev.samovar.workers;

/** Hash functions of Web Crypto. */
public enum HashAlgorithm {
    SHA_256("SHA-256"),
    SHA_384("SHA-384"),
    SHA_512("SHA-512");

    private final String webCryptoName;

    HashAlgorithm(String webCryptoName) {
        this.webCryptoName = webCryptoName;
    }

    /** The name Web Crypto uses, for example {@code SHA-256}. */
    public String webCryptoName() {
        return webCryptoName;
    }
}
