package dev.samovar.sync;

import dev.samovar.gateway.ClaimsHeader;
import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Operation;
import dev.samovar.protocol.Value;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.TextEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is still to follow from committed writes. Each effect is a row that is written in the transaction of its write
 * and goes when the effect has succeeded. Also its first attempt reads that row: what a retry does differs in nothing.
 */
final class Effects<C> {
    static final int MAX_ATTEMPTS = 8;

    private final DurableObjectState ctx;
    private final Scheduler scheduler;
    private final SyncSchema<C> schema;
    private final Function<VerifiedClaims, C> claims;
    private final DueRows rows;
    /** Of the write that is under way, which may be rolled back. */
    private final List<String> recorded = new ArrayList<>();

    Effects(
            DurableObjectState ctx,
            Scheduler scheduler,
            SyncSchema<C> schema,
            Function<VerifiedClaims, C> claims,
            Events events) {
        this.ctx = ctx;
        this.scheduler = scheduler;
        this.schema = schema;
        this.claims = claims;
        this.rows = new DueRows(ctx, scheduler, "_sync_effects", MAX_ATTEMPTS, this::run, events);
        scheduler.add(rows);
    }

    /** Inside the transaction of a mutation. */
    void record(Session<C> session, PendingWrite write, int op, MutationContext<C, ?> context, WrittenRow written) {
        String handler = context.table().name() + ':' + context.operation().wireName();
        record(session, write, op, handler, written.key(), written.encoded());
    }

    /** Inside the transaction of a call. */
    void record(Session<C> session, PendingWrite write, String command, Value args, EncodedValue result) {
        // The parentheses tell it from an operation of a collection.
        record(session, write, 0, command + "()", "", Value.array(args, EncodedValue.decoded(result.bytes())));
    }

    private void record(Session<C> session, PendingWrite write, int op, String handler, String key, Value content) {
        String name = name(handler, write.key(), op);
        long due = DueRows.retryMillis(ctx.globalScope().currentTimeMillis(), 1);
        sql().exec(
                        "INSERT OR REPLACE INTO _sync_effects (name, due, attempts, handler, key, claims, content)"
                                + " VALUES (?, ?, 1, ?, ?, ?, ?)",
                        name,
                        due,
                        handler,
                        key,
                        session.claimsJson(),
                        EncodedValue.of(content).bytes());
        rows.added(due);
        recorded.add(name);
    }

    /** Whether nothing follows from the write that is under way. */
    boolean isEmpty() {
        return recorded.isEmpty();
    }

    /** The write was rolled back, or is over. */
    void forget() {
        recorded.clear();
    }

    /** The write is committed and answered. Returns when its effects have ended or wait. */
    void begin() {
        if (recorded.isEmpty()) {
            return;
        }
        List<String> names = List.copyOf(recorded);
        recorded.clear();
        scheduler.arm();
        // A Consumer that may wait would make every method that calls any Consumer a coroutine, all of the engine with
        // them.
        for (String name : names) {
            rows.begin(name);
        }
    }

    /** Unambiguous, whatever characters a client puts into an id. */
    private String name(String handler, Receipts.Key key, int op) {
        TextEncoding encoding = ctx.globalScope().textEncoding();
        return handler
                + '.'
                + encoding.toBase64Url(encoding.toUtf8(key.identity()))
                + '.'
                + encoding.toBase64Url(encoding.toUtf8(key.txId()))
                + '.'
                + op;
    }

    private void run(String name, int attempt) {
        SqlCursor cursor = sql().exec("SELECT handler, key, claims, content FROM _sync_effects WHERE name = ?", name);
        if (!cursor.next()) {
            return;
        }
        String handler = cursor.getString(0);
        String key = cursor.getString(1);
        C user = claims.apply(
                ClaimsHeader.parse(cursor.getString(2), ctx.globalScope().json()));
        Value content = EncodedValue.decoded(cursor.getBytes(3));
        if (handler.endsWith("()")) {
            String command = handler.substring(0, handler.length() - 2);
            List<Value> parts = ((Value.Array) content).items();
            required(effect(command), handler)
                    .run(new CommandEffectContext<>(user, name, attempt, parts.get(0), parts.get(1)));
        } else {
            int end = handler.indexOf(':');
            CollectionSchema<C, ?> collection = required(schema.collections().get(handler.substring(0, end)), handler);
            Operation operation = required(Operation.parse(handler.substring(end + 1)), handler);
            runForRow(collection, user, name, attempt, operation, WrittenRow.decoded(key, content));
        }
    }

    private <R> void runForRow(
            CollectionSchema<C, R> collection,
            C user,
            String name,
            int attempt,
            Operation operation,
            WrittenRow written) {
        required(collection.effect(operation), name)
                .run(new RowEffectContext<>(user, name, attempt, operation, collection.codec(), written));
    }

    private @Nullable Effect<? super CommandEffectContext<C>> effect(String name) {
        CommandSchema<C> command = schema.command(name);
        return command == null ? null : command.effect();
    }

    /** A later version of the class may have dropped it. */
    private static <T> T required(@Nullable T part, String handler) {
        return Objects.requireNonNull(part, "The class has no afterCommit for " + handler + " any more.");
    }

    private SqlStorage sql() {
        return ctx.storage().sql();
    }
}
