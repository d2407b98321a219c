package dev.samovar.testkit;

import dev.samovar.workers.TextEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The class library's encodings, which agree with the platform's. */
final class JvmTextEncoding implements TextEncoding {
    @Override
    public byte[] toUtf8(String text) {
        // getBytes would write a question mark for a lone surrogate.
        return text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xfffd : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String fromUtf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toBase64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public byte[] fromBase64Url(String text) {
        if (text.indexOf('=') >= 0) {
            throw new IllegalArgumentException("The text is not base64url without padding.");
        }
        return Base64.getUrlDecoder().decode(text);
    }
}
