package dev.samovar.examples.chat;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;

/** One room: a table of messages that everyone in the room sees, and where everyone writes only in their own name. */
public final class ChatRoom extends SyncDurableObject<Claims> {
    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("messages", """
                CREATE TABLE messages (
                  id TEXT PRIMARY KEY, author TEXT NOT NULL, content TEXT NOT NULL, created_at INTEGER NOT NULL)""");
    }

    @Override
    protected void define(SyncSchema<Claims> schema) {
        schema.collection("messages", new MessageCodec())
                .insert(insert -> insert.authorize(op ->
                                op.require(op.row().author().equals(op.user().userId()), "author mismatch"))
                        .execute(op -> op.insertRow()))
                .update(update -> update.authorize(op -> {
                            op.require(op.stored().author().equals(op.user().userId()), "not your message");
                            op.require(op.row().author().equals(op.user().userId()), "author mismatch");
                        })
                        .execute(op -> op.updateRow()))
                .delete(delete -> delete.authorize(op ->
                                op.require(op.stored().author().equals(op.user().userId()), "not your message"))
                        .execute(op -> op.deleteRow()));
        schema.command("clearRoom", new ClearedCodec(), call -> new Cleared(call.deleteAll("messages")));
    }

    @Override
    protected Claims claims(VerifiedClaims claims) {
        return new Claims(claims.subject());
    }
}
