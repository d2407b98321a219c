package shop;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.RowCodec;
import dev.samovar.sync.RowReader;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object with everything that generated codecs know, and one codec by hand. */
public final class Shop extends SyncDurableObject<String> {
    @Override
    protected void migrate(Migrations migrations) {
        migrations.step("articles", """
                CREATE TABLE articles (
                  sku TEXT PRIMARY KEY, title TEXT, "sub-title" TEXT, shown INTEGER, fragile INTEGER, stock INTEGER,
                  shelf INTEGER, cents INTEGER, oldCents INTEGER, barcode INTEGER, oldBarcode INTEGER, grams REAL,
                  stars REAL, size TEXT, fallback TEXT, added_at INTEGER, soldAt INTEGER, image BLOB, label BLOB,
                  raw BLOB, rest BLOB, sold INTEGER DEFAULT 7)""");
        migrations.step("notes", "CREATE TABLE notes (id TEXT PRIMARY KEY, pinned INTEGER, text TEXT)");
    }

    @Override
    protected void define(SyncSchema<String> schema) {
        schema.collection("articles", new ArticleCodec())
                .insert(rule -> rule.execute(op -> op.insertRow()))
                .update(rule -> rule.execute(op -> op.updateRow()));
        schema.collection("notes", new Notes());
        schema.command("order", new OrderCodec(), new OrderedCodec(), (call, order) -> new Ordered(order, List.of()));
        schema.command("echo", new ArticleCodec(), new ArticleCodec(), (call, article) -> article);
        schema.command("when", Value::of, call -> Instant.EPOCH.toEpochMilli());
        schema.command("by-hand", in -> in.text("name"), Value::of, (call, name) -> name);
    }

    @Override
    protected String claims(VerifiedClaims claims) {
        return claims.subject();
    }

    private static final class Notes implements RowCodec<String> {
        @Override
        public String primaryKey() {
            return "id";
        }

        @Override
        public List<String> columns() {
            return List.of("id", "pinned", "text");
        }

        @Override
        public ColumnType type(String column) {
            return column.equals("pinned") ? ColumnType.BOOLEAN : ColumnType.STORED;
        }

        @Override
        public String decode(RowReader in) {
            return in.text("id");
        }

        @Override
        public List<@Nullable Object> bindings(String id) {
            return List.of(id, false, "");
        }
    }
}
