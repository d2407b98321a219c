package dev.samovar.protocol.query;

/** A piece of a pattern between two {@code %}, searched in steps that grow with the text and not with the piece. */
final class LikePiece {
    /** A piece with a {@code _} in it is tried at every place. */
    static final int MAX_WILDCARD_UNITS = 32;

    private final String piece;
    /** By how much of the piece's beginning to go on after a mismatch (Knuth, Morris, Pratt); none with a wildcard. */
    private final char[] borders;

    private final boolean hasWildcard;

    /** @throws QueryException if it has a wildcard and is too long for that */
    LikePiece(String piece) {
        this.piece = piece;
        this.hasWildcard = piece.indexOf('_') >= 0;
        if (hasWildcard && piece.length() > MAX_WILDCARD_UNITS) {
            throw QueryException.limit("a part of a 'like' pattern between two % may have at most " + MAX_WILDCARD_UNITS
                    + " characters if there is a _ among them");
        }
        if (piece.length() > Character.MAX_VALUE) {
            throw QueryException.limit("a part of a 'like' pattern may have at most 65,535 characters");
        }
        this.borders = hasWildcard ? new char[0] : borders(piece);
    }

    private static char[] borders(String piece) {
        char[] borders = new char[piece.length()];
        int border = 0;
        for (int i = 1; i < piece.length(); i++) {
            while (border > 0 && piece.charAt(i) != piece.charAt(border)) {
                border = borders[border - 1];
            }
            if (piece.charAt(i) == piece.charAt(border)) {
                border++;
            }
            borders[i] = (char) border;
        }
        return borders;
    }

    /** Where the first occurrence ends that lies between the two places, or -1. */
    int endIn(CharSequence text, int start, int end) {
        return hasWildcard ? tried(text, start, end) : searched(text, start, end);
    }

    private int tried(CharSequence text, int start, int end) {
        for (int at = start; at + piece.length() <= end; at++) {
            if (isAt(piece, text, at)) {
                return at + piece.length();
            }
        }
        return -1;
    }

    private int searched(CharSequence text, int start, int end) {
        int matched = 0;
        for (int at = start; at < end; at++) {
            char c = text.charAt(at);
            while (matched > 0 && c != piece.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (c == piece.charAt(matched) && ++matched == piece.length()) {
                return at + 1;
            }
        }
        return -1;
    }

    /** Whether a piece lies at a place where it has room. */
    static boolean isAt(String piece, CharSequence text, int at) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c != '_' && c != text.charAt(at + i)) {
                return false;
            }
        }
        return true;
    }
}
