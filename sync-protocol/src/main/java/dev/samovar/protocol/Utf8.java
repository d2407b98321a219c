package dev.samovar.protocol;

/**
 * UTF-8 by plain loops. The charsets of the class library bring tables and buffers, which TeaVM would compile into the
 * output; a loop over {@code charAt} is smaller and, compiled, faster.
 */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** How many bytes {@link #encode} writes. */
    static int encodedLength(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (isPair(text, i)) {
                length += 4;
                i++;
            } else {
                length += 3;
            }
        }
        return length;
    }

    /** Writes the text at a place that has room for it. A surrogate without its partner becomes U+FFFD. */
    static void encode(String text, byte[] out, int at) {
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            if (c < 0x80) {
                out[at++] = (byte) c;
            } else if (c < 0x800) {
                out[at++] = (byte) (0xc0 | (c >> 6));
                out[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (isPair(text, i)) {
                int codePoint = Character.toCodePoint((char) c, text.charAt(++i));
                out[at++] = (byte) (0xf0 | (codePoint >> 18));
                out[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
                out[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (codePoint & 0x3f));
            } else {
                c = Character.isSurrogate((char) c) ? REPLACEMENT : c;
                out[at++] = (byte) (0xe0 | (c >> 12));
                out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (c & 0x3f));
            }
        }
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    /**
     * Reads bytes into chars, which are never more than the bytes. What is no UTF-8 becomes U+FFFD, one for each
     * longest beginning of a sequence, as browsers do it (WHATWG Encoding, "UTF-8 decoder").
     *
     * @param count how many chars are in {@code out} already
     * @return how many are in it now
     */
    static int decode(byte[] in, int at, int end, char[] out, int count) {
        while (at < end) {
            int lead = in[at++] & 0xff;
            if (lead < 0x80) {
                out[count++] = (char) lead;
                continue;
            }
            int missing = continuations(lead);
            // The first continuation byte is narrower where a sequence would be overlong, a surrogate or too high.
            int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
            int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
            int codePoint = lead & (0x3f >> missing);
            boolean isWhole = missing > 0;
            while (isWhole && missing > 0) {
                int next = at < end ? in[at] & 0xff : 0;
                isWhole = next >= lowest && next <= highest;
                if (isWhole) {
                    codePoint = (codePoint << 6) | (next & 0x3f);
                    at++;
                    missing--;
                    lowest = 0x80;
                    highest = 0xbf;
                }
            }
            if (!isWhole) {
                out[count++] = REPLACEMENT;
            } else if (codePoint < 0x10000) {
                out[count++] = (char) codePoint;
            } else {
                out[count++] = Character.highSurrogate(codePoint);
                out[count++] = Character.lowSurrogate(codePoint);
            }
        }
        return count;
    }

    /** How many bytes must follow a first byte of 0x80 or more; 0 if it cannot be a first byte. */
    private static int continuations(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    }
}
