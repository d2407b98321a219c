package dev.samovar.workers.js;

import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.internal.Utf8;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** {@code ctx.storage.sql}. */
final class JsSqlStorage implements SqlStorage {
    private final JSObject sql;

    JsSqlStorage(JSObject sql) {
        this.sql = sql;
    }

    @Override
    public SqlCursor exec(String query, @Nullable Object... bindings) {
        if (Utf8.isLongerThan(query, MAX_STATEMENT_BYTES)) {
            throw new IllegalArgumentException("The statement is longer than " + MAX_STATEMENT_BYTES
                    + " bytes. Bind values instead of writing them into it, or split it.");
        }
        JSObject arguments = SqlBindings.arguments(query, bindings);
        try {
            return new JsSqlCursor(exec(sql, arguments));
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public long databaseSize() {
        return (long) databaseSize(sql);
    }

    @JSBody(
            params = {"sql", "arguments_"},
            script = "return sql.exec.apply(sql, arguments_);")
    private static native JSObject exec(JSObject sql, JSObject arguments);

    @JSBody(params = "sql", script = "return sql.databaseSize;")
    private static native double databaseSize(JSObject sql);
}
