package dev.samovar.client.jvm;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.sync.DeleteContext;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The object that clients of tests talk to: books, which everybody may change, but not take from their owner. It keeps
 * the title of every row that a client has put, as often as it was put.
 */
final class Shelf extends SyncDurableObject<String> {
    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("books", """
                CREATE TABLE books (
                  id TEXT PRIMARY KEY, title TEXT NOT NULL, stars INTEGER NOT NULL, lent INTEGER NOT NULL, owner TEXT,
                  blurb TEXT)""", "CREATE TABLE puts (title TEXT NOT NULL)");
    }

    @Override
    protected void define(SyncSchema<String> schema) {
        schema.collection("books", new Codec())
                .insert(insert -> insert.execute(op -> {
                    op.insertRow();
                    sql().exec("INSERT INTO puts VALUES (?)", op.row().title());
                }))
                .update(update -> update.execute(op -> {
                    op.updateRow();
                    sql().exec("INSERT INTO puts VALUES (?)", op.row().title());
                }))
                .delete(delete -> delete.authorize(op -> op.require(
                                op.stored().owner() == null
                                        || op.user().equals(op.stored().owner()),
                                "not your book"))
                        .execute(DeleteContext::deleteRow));
        schema.command("clear", deleted -> Value.of((long) deleted), call -> call.deleteAll("books"));
        schema.command("lendAll", args -> args.text("to"), owner -> Value.of(owner), (call, owner) -> {
            sql().exec("UPDATE books SET lent = 1, owner = ?", owner);
            return owner;
        });
    }

    /** A write of the object's own that clients are told of. */
    void write(String query, @Nullable Object... bindings) {
        runSyncedWrite(() -> sql().exec(query, bindings));
    }

    @Override
    protected String claims(VerifiedClaims claims) {
        return claims.subject();
    }

    private static final class Codec implements RowCodec<Book> {
        @Override
        public String primaryKey() {
            return "id";
        }

        @Override
        public List<String> columns() {
            return List.of("id", "title", "stars", "lent", "owner");
        }

        @Override
        public ColumnType type(String column) {
            return column.equals("lent") ? ColumnType.BOOLEAN : ColumnType.STORED;
        }

        @Override
        public Book decode(RowReader in) {
            return new Book(
                    in.text("id"), in.text("title"), in.integer("stars"), in.bool("lent"), in.textOrNull("owner"));
        }

        @Override
        public List<@Nullable Object> bindings(Book book) {
            return Arrays.asList(book.id(), book.title(), book.stars(), book.isLent(), book.owner());
        }
    }
}
