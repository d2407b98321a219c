package dev.samovar.client;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The object of the tests of both ends: cards in boxes, and a note of each card that was ever made. */
public final class CardTable extends SyncDurableObject<String> {
    /** A row. A card has no less than no stars. */
    record Card(String id, String box, long stars) {}

    static final class CardCodec implements RowCodec<Card> {
        @Override
        public String primaryKey() {
            return "id";
        }

        @Override
        public List<String> columns() {
            return List.of("id", "box", "stars");
        }

        @Override
        public Card decode(RowReader in) {
            return new Card(in.text("id"), in.text("box"), in.integer("stars"));
        }

        @Override
        public List<@Nullable Object> bindings(Card card) {
            return List.of(card.id(), card.box(), card.stars());
        }
    }

    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("cards", """
            CREATE TABLE cards (id TEXT PRIMARY KEY, box TEXT NOT NULL, stars INTEGER NOT NULL)\
            """);
        migrations.step("made", "CREATE TABLE made (id TEXT NOT NULL)");
        migrations.step("note", """
            CREATE TRIGGER note AFTER INSERT ON cards BEGIN INSERT INTO made VALUES (NEW.id); END\
            """);
    }

    @Override
    protected void define(SyncSchema<String> schema) {
        schema.collection("cards", new CardCodec())
                .insert(insert -> insert.authorize(op -> op.require(op.row().stars() >= 0, "too few stars"))
                        .execute(op -> op.insertRow()))
                .update(update -> update.authorize(op -> op.require(op.row().stars() >= 0, "too few stars"))
                        .execute(op -> op.updateRow()))
                .delete(delete -> delete.execute(op -> op.deleteRow()));
        schema.command("clear", Value::of, call -> call.deleteAll("cards"));
    }

    @Override
    protected String claims(VerifiedClaims claims) {
        return claims.subject();
    }

    /** A write of the object's own. */
    void change(String sql, Object... bindings) {
        runSyncedWrite(() -> ctx().storage().sql().exec(sql, bindings));
    }
}
