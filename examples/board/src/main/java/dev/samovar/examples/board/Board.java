package dev.samovar.examples.board;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.sync.CommandContext;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.RejectedException;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import org.jspecify.annotations.Nullable;

/** One board: everybody sees all tasks and votes for them; a vote makes a task the one that changed last. */
public final class Board extends SyncDurableObject<Voter> {
    private @Nullable Firehose firehose;

    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("tasks", """
                CREATE TABLE tasks (
                  id TEXT PRIMARY KEY, title TEXT NOT NULL, votes INTEGER NOT NULL, updated_at INTEGER NOT NULL)""", "CREATE UNIQUE INDEX tasks_by_time ON tasks (updated_at)");
        migrations.step("backlog", Backlog.statement(ctx().globalScope().currentTimeMillis()));
    }

    @Override
    protected void define(SyncSchema<Voter> schema) {
        schema.collection("tasks", new TaskCodec());
        schema.command("vote", new VoteCodec(), new CountedCodec(), this::vote);
        schema.command("openFirehose", new OpenedCodec(), this::openFirehose);
    }

    @Override
    protected Voter claims(VerifiedClaims claims) {
        return new Voter(claims.subject());
    }

    private Counted vote(CommandContext<Voter> call, Vote vote) {
        if (!lift(vote.task())) {
            throw new RejectedException(ErrorCode.NOT_FOUND, "there is no such task");
        }
        return new Counted((int) sql().exec("SELECT votes FROM tasks WHERE id = ?", vote.task())
                .one()
                .getLong(0));
    }

    private Opened openFirehose(CommandContext<Voter> call) {
        if (firehose == null) {
            firehose = new Firehose(ctx().globalScope(), this::liftAny);
        }
        firehose.open();
        return new Opened(Firehose.SECONDS, Firehose.PER_SECOND);
    }

    private void liftAny(int count) {
        runSyncedWrite(() -> {
            byte[] random = ctx().globalScope().crypto().getRandomBytes(2 * count);
            for (int i = 0; i < count; i++) {
                int number = ((random[2 * i] & 0xff) << 8) | (random[2 * i + 1] & 0xff);
                lift("task-" + (1 + number % Backlog.TASKS));
            }
            return count;
        });
    }

    /** Gives a task one more vote and makes it the newest; tells whether there is such a task. */
    private boolean lift(String task) {
        long newest = sql().exec("SELECT MAX(updated_at) FROM tasks").one().getLong(0);
        // The clock stands still while code runs, and no two tasks may have one time.
        long now = Math.max(ctx().globalScope().currentTimeMillis(), newest + 1);
        sql().exec("UPDATE tasks SET votes = votes + 1, updated_at = ? WHERE id = ?", now, task);
        return sql().exec("SELECT changes()").one().getLong(0) > 0;
    }
}
