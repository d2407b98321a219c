package dev.samovar.workers;

import org.jspecify.annotations.Nullable;

/**
 * An absolute URL, in the parts that JavaScript's {@code URL} names. The runtime hands out URLs in normal form
 * (lower-case host, dot segments resolved), which is what this class reads; it does not normalize by itself.
 */
public final class Url {
    private static final int ESCAPE_CHARS = 3;

    private final String href;
    private final String origin;
    private final String pathname;
    private final String search;

    private Url(String href, String origin, String pathname, String search) {
        this.href = href;
        this.origin = origin;
        this.pathname = pathname;
        this.search = search;
    }

    /**
     * Splits a URL into its parts.
     *
     * @throws IllegalArgumentException if the text has no scheme and host
     */
    public static Url parse(String href) {
        int authority = href.indexOf("://");
        if (authority <= 0 || authority + 3 >= href.length()) {
            throw new IllegalArgumentException("Not an absolute URL: " + href + ". Write it with a scheme and a host.");
        }
        int fragment = href.indexOf('#');
        int end = fragment < 0 ? href.length() : fragment;
        int query = href.indexOf('?');
        int pathEnd = query < 0 || query > end ? end : query;
        int slash = href.indexOf('/', authority + 3);
        int hostEnd = slash < 0 || slash > pathEnd ? pathEnd : slash;
        String path = href.substring(hostEnd, pathEnd);
        return new Url(href, href.substring(0, hostEnd), path.isEmpty() ? "/" : path, href.substring(pathEnd, end));
    }

    /** Scheme and host with its port, for example {@code https://example.com:8443}. */
    public String origin() {
        return origin;
    }

    /** The path, percent-encoded as it came, with its leading slash. */
    public String pathname() {
        return pathname;
    }

    /** The query with its question mark, or an empty string. */
    public String search() {
        return search;
    }

    /** The first value of a query parameter, decoded, or {@code null}. */
    public @Nullable String searchParam(String name) {
        int start = 1;
        while (start < search.length()) {
            int end = search.indexOf('&', start);
            end = end < 0 ? search.length() : end;
            int equals = search.indexOf('=', start);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (decodeParam(search.substring(start, nameEnd)).equals(name)) {
                return decodeParam(search.substring(Math.min(nameEnd + 1, end), end));
            }
            start = end + 1;
        }
        return null;
    }

    private static String decodeParam(String text) {
        return decode(text.replace('+', ' '));
    }

    /** Resolves percent-escapes as UTF-8. What is no escape, or not UTF-8, stays as it is. */
    public static String decode(String text) {
        StringBuilder decoded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int codePoint = escapedCodePoint(text, at);
            if (codePoint < 0) {
                decoded.append(text.charAt(at++));
            } else {
                decoded.appendCodePoint(codePoint);
                at += ESCAPE_CHARS * utf8Length(codePoint);
            }
        }
        return decoded.toString();
    }

    /** The code point whose first escape begins here, or -1. */
    private static int escapedCodePoint(String text, int at) {
        int first = escapedByte(text, at);
        if (first < 0x80) {
            return first;
        }
        int following = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        int codePoint = first & (0x3f >> following);
        for (int i = 1; i <= following; i++) {
            int next = escapedByte(text, at + ESCAPE_CHARS * i);
            if (next < 0x80 || next > 0xbf) {
                return -1;
            }
            codePoint = (codePoint << 6) | (next & 0x3f);
        }
        boolean isShortest = utf8Length(codePoint) == following + 1;
        boolean isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
        return isShortest && !isSurrogate && first >= 0xc0 && codePoint <= Character.MAX_CODE_POINT ? codePoint : -1;
    }

    private static int escapedByte(String text, int at) {
        if (at + ESCAPE_CHARS > text.length() || text.charAt(at) != '%') {
            return -1;
        }
        int high = hexDigit(text.charAt(at + 1));
        int low = hexDigit(text.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }

    private static int hexDigit(char digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        int letter = digit | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    /** The whole URL as it was given. */
    @Override
    public String toString() {
        return href;
    }
}
