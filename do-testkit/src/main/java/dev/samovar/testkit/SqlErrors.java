package dev.samovar.testkit;

import dev.samovar.workers.PlatformException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Turns errors of sqlite-jdbc into those of the runtime: SQLite's own message, then the name of its code, and of its
 * extended code if it has one. The runtime also says at which offset; sqlite-jdbc does not know it.
 */
final class SqlErrors {
    private SqlErrors() {}

    static PlatformException translated(SQLException error) {
        String message = String.valueOf(error.getMessage());
        if (!(error instanceof SQLiteException sqlite)) {
            return new PlatformException("Error", message, null, error);
        }
        // sqlite-jdbc writes "[CODE] general words (SQLite's message)".
        int open = message.indexOf(" (");
        String inner = open >= 0 && message.endsWith(")") ? message.substring(open + 2, message.length() - 1) : message;
        return new PlatformException("Error", inner + ": " + names(sqlite.getResultCode()), null, error);
    }

    private static String names(SQLiteErrorCode code) {
        SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(code.code & 0xff);
        return primary == code ? code.name() : primary.name() + " (extended: " + code.name() + ")";
    }
}
