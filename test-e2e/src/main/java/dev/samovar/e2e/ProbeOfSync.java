package dev.samovar.e2e;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.sync.CommandContext;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.RowEffectContext;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A synced object whose clients may run any statement, to see what becomes of values and rows of every kind. */
final class ProbeOfSync extends SyncDurableObject<String> {
    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("things", """
                CREATE TABLE things (
                  id TEXT PRIMARY KEY, words TEXT, fold TEXT COLLATE NOCASE, "whole" INTEGER, "real" REAL, "number" NUMERIC,
                  "blob" BLOB, "any", flag INTEGER, big INTEGER)""");
        migrations.step("notes", "CREATE TABLE notes (id TEXT PRIMARY KEY, body TEXT)");
        migrations.step("mails", "CREATE TABLE mails (id TEXT PRIMARY KEY, body TEXT)");
    }

    @Override
    protected void define(SyncSchema<String> schema) {
        schema.collection("things", new ThingCodec());
        schema.collection("notes", new NoteCodec())
                .insert(insert -> insert.authorize(
                                op -> op.require(!op.row().body().equals("forbidden"), "not that"))
                        .execute(op -> op.insertRow())
                        .afterCommit(this::mail))
                .update(update -> update.execute(op -> op.updateRow()))
                .delete(delete -> delete.execute(op -> op.deleteRow()));
        schema.collection("mails", new NoteCodec());
        schema.presence(user -> "the " + user);
        schema.command("exec", (Value result) -> result, this::exec);
        schema.command("fail", (Value result) -> result, call -> {
            throw new IllegalStateException("the secret reason");
        });
    }

    @Override
    protected String claims(VerifiedClaims claims) {
        return claims.subject();
    }

    /** Notes whose body is "mail" are sent, which fails the first time. */
    private void mail(RowEffectContext<String, NoteCodec.Note> effect) {
        if (!effect.row().body().equals("mail")) {
            return;
        }
        String attempt = effect.user() + " " + effect.attempt() + " " + effect.idempotencyKey();
        runSyncedWrite(() -> sql().exec("INSERT INTO mails VALUES (?, ?)", attempt, effect.key()));
        if (effect.attempt() == 1) {
            throw new IllegalStateException("The post is closed.");
        }
    }

    /** The arguments are an array: a statement, and the values of its parameters. */
    private Value exec(CommandContext<String> call) {
        if (!(call.args() instanceof Value.Array args) || !(args.items().get(0) instanceof Value.Text statement)) {
            throw new IllegalArgumentException("exec takes an array of a statement and its values.");
        }
        List<@Nullable Object> bindings = new ArrayList<>();
        for (Value value : args.items().subList(1, args.items().size())) {
            bindings.add(Predicates.value(value));
        }
        sql().exec(statement.value(), bindings.toArray());
        return Value.NULL;
    }
}
