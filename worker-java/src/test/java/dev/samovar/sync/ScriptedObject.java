package dev.samovar.sync;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.Transaction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A synced object that is what a test says. The script outlives the instances, so a test changes it between two lives
 * as a new version of a class would.
 */
final class ScriptedObject extends SyncDurableObject<String> {
    static final class Script {
        Consumer<Migrations> migrations = steps -> {};
        Consumer<SyncSchema<String>> schema = definition -> {};
        Function<VerifiedClaims, String> claims = VerifiedClaims::subject;

        DurableObjectHost<ScriptedObject> host() {
            return DurableObjectHost.of(() -> new ScriptedObject(this));
        }
    }

    private final Script script;

    ScriptedObject(Script script) {
        this.script = script;
    }

    @Override
    protected void migrate(Migrations migrations) {
        script.migrations.accept(migrations);
    }

    @Override
    protected void define(SyncSchema<String> schema) {
        script.schema.accept(schema);
    }

    @Override
    protected String claims(VerifiedClaims claims) {
        return script.claims.apply(claims);
    }

    DurableObjectStorage storage() {
        return ctx().storage();
    }

    /** A write of the object's own that nobody is told of. */
    SqlCursor exec(String query, @Nullable Object... bindings) {
        return sql().exec(query, bindings);
    }

    /** A write of the object's own that clients are told of. */
    void write(String query, @Nullable Object... bindings) {
        write(() -> sql().exec(query, bindings));
    }

    <T extends @Nullable Object> T write(Transaction<T> body) {
        return runSyncedWrite(body);
    }
}
