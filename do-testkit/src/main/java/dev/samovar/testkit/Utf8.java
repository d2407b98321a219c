package dev.samovar.testkit;

/** The length of a text in UTF-8, counted without encoding it. */
final class Utf8 {
    private Utf8() {}

    /** Bytes of the text in UTF-8. A lone surrogate counts as its replacement, 3 bytes. */
    static int length(String text) {
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

    /** Whether the text is longer than the limit in UTF-8. Counts only when the number of characters cannot tell. */
    static boolean isLongerThan(String text, int maxBytes) {
        if (text.length() > maxBytes) {
            return true;
        }
        return text.length() > maxBytes / 3 && length(text) > maxBytes;
    }
}
