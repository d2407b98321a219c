package dev.samovar.testkit;

import dev.samovar.workers.PlatformException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the statements that workerd refuses, in its words. Names beginning with {@code _cf_} are refused everywhere;
 * in workerd a column may have one.
 */
final class SqlRefusals {
    private static final Set<String> TRANSACTION_VERBS =
            Set.of("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE");

    private static final Set<String> REFUSED_VERBS = Set.of("ATTACH", "DETACH");

    private static final Set<String> ALLOWED_PRAGMAS = Set.of(
            "CASE_SENSITIVE_LIKE",
            "DATA_VERSION",
            "DEFER_FOREIGN_KEYS",
            "FOREIGN_KEYS",
            "FOREIGN_KEY_CHECK",
            "FOREIGN_KEY_LIST",
            "IGNORE_CHECK_CONSTRAINTS",
            "INDEX_INFO",
            "INDEX_LIST",
            "INDEX_XINFO",
            "LEGACY_ALTER_TABLE",
            "OPTIMIZE",
            "PAGE_SIZE",
            "QUICK_CHECK",
            "RECURSIVE_TRIGGERS",
            "REVERSE_UNORDERED_SELECTS",
            "TABLE_INFO",
            "TABLE_LIST",
            "TABLE_XINFO");

    private static final Set<String> REFUSED_FUNCTIONS = Set.of(
            "SQLITE_VERSION",
            "SQLITE_SOURCE_ID",
            "SQLITE_COMPILEOPTION_GET",
            "SQLITE_COMPILEOPTION_USED",
            "LOAD_EXTENSION");

    private SqlRefusals() {}

    /** Throws if a Durable Object does not run the statement. */
    static void check(SqlStatement statement) {
        String verb = statement.verb();
        if (TRANSACTION_VERBS.contains(verb)) {
            throw refused("To execute a transaction, please use the state.storage.transaction() or"
                    + " state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements."
                    + " The JavaScript API is safer because it will automatically roll back on exceptions, and because it"
                    + " interacts correctly with Durable Objects' automatic atomic write coalescing.");
        }
        if (REFUSED_VERBS.contains(verb)) {
            throw notAuthorized();
        }
        List<SqlToken> tokens = statement.tokens();
        if (verb.equals("PRAGMA")) {
            checkPragma(tokens);
        }
        if (verb.equals("CREATE") && createsTemporary(tokens)) {
            throw notAuthorized();
        }
        for (int i = 0; i < tokens.size(); i++) {
            checkName(tokens.get(i), i + 1 < tokens.size() ? tokens.get(i + 1) : null);
        }
    }

    private static void checkPragma(List<SqlToken> tokens) {
        int name = 1;
        while (name + 2 < tokens.size() && tokens.get(name + 1).text().equals(".")) {
            name += 2;
        }
        String pragma = name < tokens.size() ? tokens.get(name).text().toUpperCase(Locale.ROOT) : "";
        if (!ALLOWED_PRAGMAS.contains(pragma)) {
            throw notAuthorized();
        }
    }

    private static boolean createsTemporary(List<SqlToken> tokens) {
        return tokens.size() > 1
                && (tokens.get(1).isWord("TEMP") || tokens.get(1).isWord("TEMPORARY"));
    }

    private static void checkName(SqlToken token, @Nullable SqlToken next) {
        if (!token.isName()) {
            return;
        }
        String name = token.text().toUpperCase(Locale.ROOT);
        boolean isCalled = next != null && next.text().equals("(");
        boolean isQualifier = next != null && next.text().equals(".");
        if (isCalled && REFUSED_FUNCTIONS.contains(name)) {
            throw refused("not authorized to use function: " + name.toLowerCase(Locale.ROOT) + ": SQLITE_ERROR");
        }
        if (name.startsWith("_CF_")) {
            throw notAuthorized();
        }
        if (isQualifier && name.equals("TEMP")) {
            throw notAuthorized();
        }
        if (name.startsWith("PRAGMA_") && !ALLOWED_PRAGMAS.contains(name.substring("PRAGMA_".length()))) {
            throw notAuthorized();
        }
    }

    private static PlatformException notAuthorized() {
        return refused("not authorized: SQLITE_AUTH");
    }

    private static PlatformException refused(String message) {
        return new PlatformException("Error", message, null, null);
    }
}
