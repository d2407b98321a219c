package dev.samovar.testkit;

import java.util.ArrayList;
import java.util.List;

/** One statement of a text that may hold several. */
final class SqlStatement {
    private static final List<String> WRITING_WORDS =
            List.of("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "REINDEX", "ANALYZE");

    private final String text;
    private final List<SqlToken> tokens;

    private SqlStatement(String text, List<SqlToken> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /**
     * Splits a text at the semicolons that end statements: not those in quotes or comments, nor those in the body of a
     * trigger, which ends at {@code ; END ;}.
     *
     * @return nothing if there is no statement, or none after the last semicolon but more than white space: workerd
     *     refuses both
     */
    static List<SqlStatement> split(String sql) {
        List<SqlStatement> statements = new ArrayList<>();
        List<SqlToken> current = new ArrayList<>();
        for (SqlToken token : SqlLexer.tokens(sql)) {
            if (token.kind() != SqlToken.Kind.SEMICOLON || isInsideTrigger(current)) {
                current.add(token);
            } else if (!current.isEmpty()) {
                statements.add(of(sql, current));
                current = new ArrayList<>();
            }
        }
        if (!current.isEmpty()) {
            statements.add(of(sql, current));
        } else if (!statements.isEmpty() && !endsWithStatement(sql, statements)) {
            return List.of();
        }
        return statements;
    }

    private static boolean endsWithStatement(String sql, List<SqlStatement> statements) {
        List<SqlToken> last = statements.get(statements.size() - 1).tokens;
        int semicolon = sql.indexOf(';', last.get(last.size() - 1).end());
        return sql.substring(semicolon + 1).isBlank();
    }

    private static SqlStatement of(String sql, List<SqlToken> tokens) {
        int start = tokens.get(0).start();
        int end = tokens.get(tokens.size() - 1).end();
        return new SqlStatement(sql.substring(start, end), List.copyOf(tokens));
    }

    private static boolean isInsideTrigger(List<SqlToken> tokens) {
        if (!createsTrigger(tokens)) {
            return false;
        }
        int last = tokens.size() - 1;
        boolean isBodyClosed =
                tokens.get(last).isWord("END") && tokens.get(last - 1).kind() == SqlToken.Kind.SEMICOLON;
        return !isBodyClosed;
    }

    private static boolean createsTrigger(List<SqlToken> tokens) {
        int at = afterExplain(tokens);
        if (at >= tokens.size() || !tokens.get(at).isWord("CREATE")) {
            return false;
        }
        at++;
        if (at < tokens.size()
                && (tokens.get(at).isWord("TEMP") || tokens.get(at).isWord("TEMPORARY"))) {
            at++;
        }
        return at < tokens.size() && tokens.get(at).isWord("TRIGGER");
    }

    private static int afterExplain(List<SqlToken> tokens) {
        if (tokens.isEmpty() || !tokens.get(0).isWord("EXPLAIN")) {
            return 0;
        }
        return tokens.size() > 2 && tokens.get(1).isWord("QUERY") ? 3 : 1;
    }

    /** Without its semicolon, and without comments around it. */
    String text() {
        return text;
    }

    List<SqlToken> tokens() {
        return tokens;
    }

    /** The first token that is not part of EXPLAIN, in upper case, or an empty text. */
    String verb() {
        int at = afterExplain(tokens);
        return at < tokens.size() && tokens.get(at).kind() == SqlToken.Kind.WORD
                ? tokens.get(at).text()
                : "";
    }

    boolean isExplained() {
        return tokens.get(0).isWord("EXPLAIN");
    }

    /** Whether it may write. A query that begins with WITH may, so its words decide. */
    boolean mayWrite() {
        if (isExplained() || verb().equals("SELECT") || verb().equals("VALUES") || verb().equals("PRAGMA")) {
            return false;
        }
        return tokens.stream()
                .anyMatch(token -> token.kind() == SqlToken.Kind.WORD && WRITING_WORDS.contains(token.text()));
    }
}
