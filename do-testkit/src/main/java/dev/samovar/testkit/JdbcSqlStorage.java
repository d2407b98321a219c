package dev.samovar.testkit;

import dev.samovar.workers.PlatformException;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL over sqlite-jdbc, with the types, refusals and limits of a Durable Object. */
final class JdbcSqlStorage implements SqlStorage {
    /** What happens around the statements of an object, and not around those of a test. */
    interface Watch {
        /** Before a call of exec. Throws if it must not be made. */
        void beforeExec();

        /** Before each statement. Throws if the object dies here. */
        void beforeStatement(boolean mayWrite);

        /** What a cursor made now must check before each row. */
        Runnable cursorCheck();
    }

    /** The test's own look into the database: every statement stands alone. */
    static final Watch UNWATCHED = new Watch() {
        @Override
        public void beforeExec() {}

        @Override
        public void beforeStatement(boolean mayWrite) {}

        @Override
        public Runnable cursorCheck() {
            return () -> {};
        }
    };

    private final Database database;
    private final Watch watch;

    JdbcSqlStorage(Database database, Watch watch) {
        this.database = database;
        this.watch = watch;
    }

    @Override
    public SqlCursor exec(String query, @Nullable Object... bindings) {
        watch.beforeExec();
        SqlBindings.checkStatement(query, bindings);
        @Nullable Object[] values = new Object[bindings.length];
        for (int i = 0; i < bindings.length; i++) {
            values[i] = SqlBindings.toRuntime(bindings[i], i);
        }
        List<SqlStatement> statements = database.parse(query);
        if (statements.isEmpty()) {
            throw new PlatformException("Error", "SQL code did not contain a statement.", null, null);
        }
        int last = statements.size() - 1;
        for (SqlStatement statement : statements.subList(0, last)) {
            run(statement);
        }
        return new RowsCursor(run(statements.get(last), values), watch.cursorCheck());
    }

    private Database.Rows run(SqlStatement statement, @Nullable Object... values) {
        SqlRefusals.check(statement);
        watch.beforeStatement(statement.mayWrite());
        return database.run(statement.text(), values);
    }

    @Override
    public long databaseSize() {
        watch.beforeExec();
        return database.sizeInBytes();
    }
}
