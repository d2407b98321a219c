package dev.samovar.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts SQL into tokens by SQLite's rules, as far as needed to find where a statement ends and which names it uses. */
final class SqlLexer {
    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int position;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    static List<SqlToken> tokens(String sql) {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.position < sql.length()) {
            lexer.readToken();
        }
        return lexer.tokens;
    }

    private void readToken() {
        char first = sql.charAt(position);
        if (first == '-' && isNext('-')) {
            position = endAt("\n", position);
        } else if (first == '/' && isNext('*')) {
            position = endAt("*/", position + 2);
        } else if (Character.isWhitespace(first)) {
            position++;
        } else if (isNameStart(first)) {
            readWord();
        } else {
            readOther(first);
        }
    }

    private void readOther(char first) {
        switch (first) {
            case ';' -> add(SqlToken.Kind.SEMICOLON, ";", position + 1);
            case '\'' -> readQuoted(SqlToken.Kind.STRING, '\'');
            case '"', '`' -> readQuoted(SqlToken.Kind.QUOTED_NAME, first);
            case '[' -> {
                int end = endAt("]", position);
                add(SqlToken.Kind.QUOTED_NAME, inside(end), end);
            }
            case '?', ':', '@', '$', '#' -> readRun(SqlToken.Kind.OTHER);
            default -> {
                if (Character.isDigit(first)) {
                    readRun(SqlToken.Kind.OTHER);
                } else {
                    add(SqlToken.Kind.OTHER, String.valueOf(first), position + 1);
                }
            }
        }
    }

    private void readWord() {
        boolean isBlob = "xX".indexOf(sql.charAt(position)) >= 0 && isNext('\'');
        if (isBlob) {
            position++;
            readQuoted(SqlToken.Kind.STRING, '\'');
            return;
        }
        readRun(SqlToken.Kind.WORD);
    }

    /** A first character and the name characters after it. */
    private void readRun(SqlToken.Kind kind) {
        int end = position + 1;
        while (end < sql.length() && isNamePart(sql.charAt(end))) {
            end++;
        }
        String text = sql.substring(position, end);
        add(kind, kind == SqlToken.Kind.WORD ? text.toUpperCase(Locale.ROOT) : text, end);
    }

    /** A doubled quote stands for the quote itself. */
    private void readQuoted(SqlToken.Kind kind, char quote) {
        int end = position + 1;
        while (end < sql.length()) {
            if (sql.charAt(end) != quote) {
                end++;
            } else if (end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
                end += 2;
            } else {
                end++;
                break;
            }
        }
        add(kind, inside(end), end);
    }

    private String inside(int end) {
        return sql.substring(Math.min(position + 1, end), Math.max(position + 1, end - 1));
    }

    private void add(SqlToken.Kind kind, String text, int end) {
        tokens.add(new SqlToken(kind, text, position, end));
        position = end;
    }

    /** The place after the next occurrence, or the end of the text. */
    private int endAt(String terminator, int from) {
        int found = sql.indexOf(terminator, from);
        return found < 0 ? sql.length() : found + terminator.length();
    }

    private boolean isNext(char wanted) {
        return position + 1 < sql.length() && sql.charAt(position + 1) == wanted;
    }

    private static boolean isNameStart(char character) {
        return character == '_' || Character.isLetter(character) || character > 0x7f;
    }

    private static boolean isNamePart(char character) {
        return isNameStart(character) || Character.isDigit(character) || character == '$';
    }
}
