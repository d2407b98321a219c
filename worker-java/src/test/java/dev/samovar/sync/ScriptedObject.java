package dev.samovar.sync;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.Transaction;
import dev.samovar.workers.WebSocket;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
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
        /** What a user may see of a collection. */
        BiFunction<String, String, Predicate> visible = (user, collection) -> Predicate.EVERYTHING;

        SyncOptions options = SyncOptions.DEFAULTS;
        /** Hears nothing if it is null when an instance starts. */
        @Nullable
        Consumer<SyncEvent> events;
        /** Answers requests that are not for sync, if it answers at all. */
        BiFunction<ScriptedObject, Request, @Nullable Response> fetch = (object, request) -> null;
        /** Gets what comes on sockets that the test accepted: their tag, and what it is. */
        BiConsumer<WebSocket, String> foreign = (socket, what) -> {
            throw new IllegalStateException("No test expects a foreign socket to say " + what + ".");
        };

        JobHandler jobs = job -> {
            throw new IllegalStateException("No test expects the job " + job.name() + ".");
        };

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

    @Override
    protected Predicate visible(String user, String collection) {
        return script.visible.apply(user, collection);
    }

    @Override
    protected SyncOptions options() {
        return script.options;
    }

    @Override
    protected @Nullable Consumer<SyncEvent> onEvent() {
        return script.events;
    }

    @Override
    public Response fetch(Request request) {
        Response own = script.fetch.apply(this, request);
        return own == null ? super.fetch(request) : own;
    }

    @Override
    protected void onWebSocketMessage(WebSocket socket, byte[] message) {
        script.foreign.accept(socket, message.length + " bytes");
    }

    @Override
    protected void onWebSocketMessage(WebSocket socket, String message) {
        script.foreign.accept(socket, message);
    }

    @Override
    protected void onWebSocketClose(WebSocket socket, int code, String reason, boolean wasClean) {
        script.foreign.accept(socket, "close " + code);
    }

    @Override
    protected void onWebSocketError(WebSocket socket, Throwable error) {
        script.foreign.accept(socket, "error " + error.getMessage());
    }

    void scopeChanged() {
        visibilityChanged();
    }

    void scopeChanged(String subject) {
        visibilityChanged(subject);
    }

    void sendAway(String subject, String reason) {
        disconnect(subject, reason);
    }

    void delete() {
        deleteObject();
    }

    SyncSnapshot snapshot(
            Request request, String collection, Predicate where, @Nullable Value orderBy, @Nullable Integer limit) {
        return readSyncSnapshot(request, collection, where, orderBy, limit);
    }

    DurableObjectStorage storage() {
        return ctx().storage();
    }

    @Override
    protected void onJob(Job job) {
        script.jobs.run(job);
    }

    void job(String name, long atMillis) {
        schedule(name, atMillis);
    }

    void job(String name, long atMillis, Value payload) {
        schedule(name, atMillis, payload);
    }

    void cancel(String name) {
        cancelJob(name);
    }

    /** The runtime's own, as an author may use it. */
    DurableObjectState state() {
        return ctx();
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
