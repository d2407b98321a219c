// Compiled, never run: what the types of the shop let a page do.
import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/react-db";
import type { Api, Article, Order, Ordered } from "../shop/Shop";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>() => {};

holds<Equal<Article["barcode"], bigint>>();
holds<Equal<Article["size"], "s" | "#l">>();
holds<Equal<Article["image"], Uint8Array>>();
holds<Equal<Article["stars"], number | null>>();
holds<Equal<Article["sub-title"], string | null>>();
holds<Equal<Ordered["articles"], readonly Article[]>>();

const client = new SyncClient<Api>({ url: "/sync/shop" });
const articles = createCollection(
  samovarCollectionOptions({ client, table: "articles", getKey: (article) => article.sku }),
);
const notes = createCollection(samovarCollectionOptions({ client, table: "notes", getKey: (note) => note.id }));
holds<Equal<NonNullable<ReturnType<typeof notes.get>>["pinned"], boolean | null>>();

declare const article: Article;
articles.insert(article);
articles.insert({ ...article, size: "#l" });
// @ts-expect-error no such choice
articles.insert({ ...article, size: "SMALL" });
// @ts-expect-error a number is no bigint
articles.insert({ ...article, barcode: 1 });
articles.update("a", (draft) => {
  draft.stars = null;
  // @ts-expect-error a column that is never null
  draft.grams = null;
  // @ts-expect-error the column's name is that of @JsonProperty
  draft.addedAt = 1;
});

const order: Order = {
  lines: [{ sku: "a", count: 2 }],
  coupons: [],
  sizes: ["s"],
  days: { first: 1, last: 2 },
};
const ordered = client.call.order(order);
holds<Equal<typeof ordered, Promise<Ordered>>>();
// @ts-expect-error a line has a count
client.call.order({ ...order, lines: [{ sku: "a" }] });
// @ts-expect-error the argument is missing
client.call.order();
client.call["by-hand"]("whatever");
const when = client.call.when();
holds<Equal<typeof when, Promise<unknown>>>();
