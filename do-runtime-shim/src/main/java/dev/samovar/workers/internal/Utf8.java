package dev.samovar.workers.internal;

/** The length of text in UTF-8. */
public final class Utf8 {
    /** No UTF-16 unit takes more: a surrogate pair is two units and four bytes. */
    private static final int MAX_BYTES_PER_CHAR = 3;

    private Utf8() {}

    /** Counts only when the text might be longer. */
    public static boolean isLongerThan(String text, int maxBytes) {
        return text.length() > maxBytes / MAX_BYTES_PER_CHAR && length(text) > maxBytes;
    }

    /** A surrogate without its partner counts as the three bytes of the replacement character. */
    public static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes += 1;
            } else if (unit < 0x800) {
                bytes += 2;
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
