package dev.samovar.testkit;

/**
 * One token of SQL, without comments and white space.
 *
 * @param text the token; of a quoted name, what is between the quotes; of a word, in upper case
 * @param start where it begins in the text
 * @param end where it ends, exclusive
 */
record SqlToken(Kind kind, String text, int start, int end) {
    enum Kind {
        /** A keyword or a plain name. */
        WORD,
        QUOTED_NAME,
        STRING,
        /** A number, a placeholder, an operator. */
        OTHER,
        SEMICOLON
    }

    boolean isWord(String upperCase) {
        return kind == Kind.WORD && text.equals(upperCase);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
}
