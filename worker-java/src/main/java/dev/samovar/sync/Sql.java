package dev.samovar.sync;

import java.util.List;

/** How names get into SQL text. Values never do: they are bound. */
final class Sql {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    private static final String DIGITS = "0123456789";

    private Sql() {}

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /**
     * Whether SQLite calls both by one name: it does not tell capital letters of ASCII from small ones.
     * {@code equalsIgnoreCase} knows those of all languages, 2 KB of them.
     */
    static boolean isSameName(String one, String other) {
        boolean same = one.length() == other.length();
        for (int i = 0; same && i < one.length(); i++) {
            same = small(one.charAt(i)) == small(other.charAt(i));
        }
        return same;
    }

    private static int small(char c) {
        return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
    }

    /** Letters, digits and underscores, not starting with a digit. */
    static boolean isIdentifier(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (LETTERS.indexOf(c) < 0 && (i == 0 || DIGITS.indexOf(c) < 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /**
     * The parts with a separator between them. {@code String.join} would do, but it calls {@code toString} on what may
     * be anything, and so drags the printing of every type, 15 KB of it for doubles, into the compiled program.
     */
    static String join(String separator, List<String> parts) {
        StringBuilder joined = new StringBuilder();
        for (String part : parts) {
            joined.append(joined.length() == 0 ? "" : separator).append(part);
        }
        return joined.toString();
    }

    /** {@code ?, ?, ?} for a list of that many bindings. */
    static String placeholders(int count) {
        return "?" + ", ?".repeat(count - 1);
    }
}
