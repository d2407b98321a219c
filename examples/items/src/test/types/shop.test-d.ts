// Compiled, never run: the page asks the shop for what its Java classes have, filtered by columns they have.
import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection, createLiveQueryCollection, eq } from "@tanstack/react-db";
import type { Api } from "../../../target/api/Shop";

const client = new SyncClient<Api>({ url: "/sync/main" });
const items = createCollection(
  samovarCollectionOptions({ client, table: "items", getKey: (item) => item.id, syncMode: "on-demand" }),
);

const teas = createLiveQueryCollection((query) =>
  query.from({ item: items }).where(({ item }) => eq(item.category, "teas")),
);
createLiveQueryCollection((query) =>
  // @ts-expect-error a column has another type
  query.from({ item: items }).where(({ item }) => eq(item.category, 5)),
);
// @ts-expect-error no such column
createLiveQueryCollection((query) => query.from({ item: items }).where(({ item }) => eq(item.shelf, "teas")));

export async function buyAll(): Promise<number> {
  // @ts-expect-error the argument is missing
  await client.call.buy();
  // @ts-expect-error the argument has another type
  await client.call.buy({ item: 5 });
  const bought = await Promise.all(teas.toArray.map(({ id }) => client.call.buy({ item: id })));
  return bought.reduce((sum, { left }) => sum + left, 0);
}
