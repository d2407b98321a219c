package dev.samovar.examples.items;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.sync.CommandContext;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.RejectedException;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import dev.samovar.workers.SqlCursor;

/** One shop: everybody sees everything in it, and changes it by buying only. */
public final class Shop extends SyncDurableObject<Guest> {
    @Override
    protected void migrate(Migrations migrations) {
        migrations.step(
                "shelves",
                "CREATE TABLE categories (id TEXT PRIMARY KEY, title TEXT NOT NULL, items INTEGER NOT NULL)",
                """
                CREATE TABLE items (
                  id TEXT PRIMARY KEY, category TEXT NOT NULL, name TEXT NOT NULL, price_cents INTEGER NOT NULL,
                  stock INTEGER NOT NULL)""",
                "CREATE INDEX items_by_category ON items (category)");
        migrations.step("first delivery", Delivery.statements());
    }

    @Override
    protected void define(SyncSchema<Guest> schema) {
        schema.collection("categories", new CategoryCodec());
        schema.collection("items", new ItemCodec());
        schema.command("buy", new PurchaseCodec(), new BoughtCodec(), this::buy);
    }

    @Override
    protected Guest claims(VerifiedClaims claims) {
        return new Guest(claims.subject());
    }

    private Bought buy(CommandContext<Guest> call, Purchase purchase) {
        SqlCursor found = call.sql().exec("SELECT stock, name FROM items WHERE id = ?", purchase.item());
        if (!found.next()) {
            throw new RejectedException(ErrorCode.NOT_FOUND, "there is no such thing in the shop");
        }
        int stock = (int) found.getLong(0);
        if (stock == 0) {
            throw new RejectedException(ErrorCode.LIMIT_EXCEEDED, found.getString(1) + " is sold out");
        }
        call.sql().exec("UPDATE items SET stock = stock - 1 WHERE id = ?", purchase.item());
        return new Bought(stock - 1);
    }
}
