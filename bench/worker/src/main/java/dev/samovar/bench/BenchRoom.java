package dev.samovar.bench;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.sync.CommandContext;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;

/**
 * The chat's room, and four commands more: {@code seed} makes rows, {@code touch} changes them, {@code age} makes all
 * that was written two hours old, as soon as {@code restart} has dropped the instance.
 */
public final class BenchRoom extends SyncDurableObject<BenchUser> {
    /**
     * The rows of a {@link RowRange}, alike in the floor and in the load. The ids' first half is the number in another
     * order, because keys of real clients arrive in none.
     */
    private static final String SEED = """
            INSERT INTO messages (id, author, content, created_at)
            WITH RECURSIVE numbers(n) AS (
              SELECT CAST(? AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?)
            SELECT
              printf('%08x-0000-4000-8000-%012x', n * 2654435761 % 4294967296, n),
              'author-' || (n % 100),
              'Message ' || n || ': the samovar is hot, the tea is strong, who brings the cups?',
              1767225600000 + n
            FROM numbers""";

    /** Rows are made in the order of their numbers, so the row 0 has the rowid 1. */
    private static final String TOUCH = "UPDATE messages SET content = content || '!' WHERE rowid > ? AND rowid <= ?";

    private static final int AGE_MILLIS = 2 * 3_600_000;

    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("messages", """
                CREATE TABLE messages (
                  id TEXT PRIMARY KEY, author TEXT NOT NULL, content TEXT NOT NULL, created_at INTEGER NOT NULL)""");
    }

    @Override
    protected void define(SyncSchema<BenchUser> schema) {
        schema.collection("messages", new MessageCodec())
                .insert(insert -> insert.authorize(
                                op -> op.require(op.user().mayWriteAs(op.row().author()), "author mismatch"))
                        .execute(op -> op.insertRow()))
                .update(update -> update.authorize(op -> {
                            op.require(op.user().mayWriteAs(op.stored().author()), "not your message");
                            op.require(op.user().mayWriteAs(op.row().author()), "author mismatch");
                        })
                        .execute(op -> op.updateRow()))
                .delete(delete -> delete.authorize(op ->
                                op.require(op.user().mayWriteAs(op.stored().author()), "not your message"))
                        .execute(op -> op.deleteRow()));
        schema.command("clearRoom", BenchRoom::deleted, call -> call.deleteAll("messages"));
        schema.command("seed", Value::of, BenchRoom::seed);
        schema.command("touch", Value::of, BenchRoom::touch);
        schema.command("age", Value::of, this::age);
        schema.command("restart", Value::of, call -> {
            ctx().abort("The bench wants a new instance.");
            return 0;
        });
    }

    @Override
    protected BenchUser claims(VerifiedClaims claims) {
        return new BenchUser(claims.subject());
    }

    private static Value deleted(long count) {
        return Value.map("deleted", Value.of(count));
    }

    private static double seed(CommandContext<BenchUser> call) {
        RowRange rows = RowRange.parse(call.args());
        call.sql().exec(SEED, rows.first(), rows.end());
        return rows.count();
    }

    private static double touch(CommandContext<BenchUser> call) {
        RowRange rows = RowRange.parse(call.args());
        call.sql().exec(TOUCH, rows.first(), rows.end());
        return rows.count();
    }

    private double age(CommandContext<BenchUser> call) {
        double then = (double) ctx().globalScope().currentTimeMillis() - AGE_MILLIS;
        call.sql().exec("DELETE FROM _sync_marks");
        call.sql().exec("INSERT INTO _sync_marks (seq, at) SELECT MAX(seq), ? FROM _sync_changes", then);
        return then;
    }
}
