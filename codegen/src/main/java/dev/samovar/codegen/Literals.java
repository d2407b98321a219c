package dev.samovar.codegen;

import java.util.regex.Pattern;

/** Texts as literals of the languages that are written. */
final class Literals {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

    private Literals() {}

    /** With {@code #} escaped, which means a class to {@link JavaSource}. */
    static String java(String text) {
        return quoted(text, true);
    }

    static String typeScript(String text) {
        return quoted(text, false);
    }

    /** The name of a member, quoted if it must be. */
    static String member(String name) {
        return IDENTIFIER.matcher(name).matches() ? name : typeScript(name);
    }

    private static String quoted(String text, boolean isJava) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < ' ' || c > '~' || (isJava && c == '#')) {
                literal.append(String.format("\\u%04x", (int) c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }
}
