package dev.samovar.e2e;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.RowCodec;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;

/** Users, their posts and comments on them, which anybody writes: three tables to be joined and paged through. */
final class ProbeOfForum extends SyncDurableObject<String> {
    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("tables", """
                CREATE TABLE users (
                  id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT, age INTEGER NOT NULL, isActive INTEGER NOT NULL,
                  createdAt INTEGER NOT NULL, metadata TEXT, deletedAt INTEGER)""", """
                CREATE TABLE posts (
                  id TEXT PRIMARY KEY, userId TEXT NOT NULL, title TEXT NOT NULL, content TEXT, viewCount INTEGER NOT NULL,
                  largeViewCount INTEGER NOT NULL, publishedAt INTEGER, deletedAt INTEGER)""", """
                CREATE TABLE comments (
                  id TEXT PRIMARY KEY, postId TEXT NOT NULL, userId TEXT NOT NULL, text TEXT NOT NULL,
                  createdAt INTEGER NOT NULL, deletedAt INTEGER)""");
    }

    @Override
    protected void define(SyncSchema<String> schema) {
        open(schema, "users", new ForumUserCodec());
        open(schema, "posts", new ForumPostCodec());
        open(schema, "comments", new ForumCommentCodec());
    }

    private static <T> void open(SyncSchema<String> schema, String table, RowCodec<T> codec) {
        schema.collection(table, codec)
                .insert(insert -> insert.execute(op -> op.insertRow()))
                .update(update -> update.execute(op -> op.updateRow()))
                .delete(delete -> delete.execute(op -> op.deleteRow()));
    }

    @Override
    protected String claims(VerifiedClaims claims) {
        return claims.subject();
    }
}
