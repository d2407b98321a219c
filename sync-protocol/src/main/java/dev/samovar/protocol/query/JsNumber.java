package dev.samovar.protocol.query;

/** JavaScript's {@code Number(text)}. */
final class JsNumber {
    private static final String OTHER_SPACES = "\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff";

    private JsNumber() {}

    /** NaN if the text is no number. */
    static double parse(String text) {
        String trimmed = trimmed(text);
        int radix = radix(trimmed);
        if (trimmed.isEmpty()) {
            return 0;
        }
        if (radix != 10) {
            return whole(trimmed, radix);
        }
        int start = trimmed.charAt(0) == '-' || trimmed.charAt(0) == '+' ? 1 : 0;
        if (trimmed.startsWith("Infinity", start) && trimmed.length() == start + 8) {
            return trimmed.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return isDecimal(trimmed, start) ? Decimal.parse(trimmed) : Double.NaN;
    }

    /** Digits after a prefix of two characters. */
    private static double whole(String text, int radix) {
        double value = text.length() == 2 ? Double.NaN : 0;
        for (int i = 2; i < text.length(); i++) {
            int digit = digit(text.charAt(i));
            value = digit >= radix ? Double.NaN : value * radix + digit;
        }
        return value;
    }

    /** More than any radix for what is no digit. */
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = (c | ' ') - 'a';
        return letter >= 0 && letter < 26 ? letter + 10 : 36;
    }

    /** 16, 8 or 2 after a prefix that says so, else 10. */
    static int radix(String trimmed) {
        if (trimmed.length() < 2 || trimmed.charAt(0) != '0') {
            return 10;
        }
        return switch (trimmed.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    /** Digits with at most one point among them, then perhaps an exponent. */
    private static boolean isDecimal(String text, int start) {
        int whole = digits(text, start);
        boolean hasPoint = whole < text.length() && text.charAt(whole) == '.';
        int end = hasPoint ? digits(text, whole + 1) : whole;
        if (end - start - (hasPoint ? 1 : 0) == 0) {
            return false;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
                exponent++;
            }
            end = digits(text, exponent);
            return end > exponent && end == text.length();
        }
        return end == text.length();
    }

    /** Where the digits end that begin here. */
    private static int digits(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' '
                || (c >= '\t' && c <= '\r')
                || (c >= '\u2000' && c <= '\u200a')
                || (c > 0x7f && OTHER_SPACES.indexOf(c) >= 0);
    }
}
