package dev.samovar.workers;

/**
 * The platform's encodings of text: UTF-8 and base64url without padding (RFC 4648, 5). The class library has them too,
 * with charsets and tables that a compiled program would carry along.
 */
public interface TextEncoding {
    /** The text in UTF-8. A lone surrogate becomes U+FFFD. */
    byte[] toUtf8(String text);

    /** The text of bytes in UTF-8. What is not UTF-8 becomes U+FFFD. */
    String fromUtf8(byte[] bytes);

    String toBase64Url(byte[] bytes);

    /**
     * The bytes of base64url.
     *
     * @throws IllegalArgumentException if the text is not base64url without padding
     */
    byte[] fromBase64Url(String text);
}
