import { SyncClient, samovarCollectionOptions } from "@samovar/client";
import { createCollection } from "@tanstack/react-db";
import type { Session } from "../../../shared/page/session";
import type { Api } from "./api";

/** A shop as one guest sees it: all its categories, and of its items those that a live query asks for. */
export type ShopConnection = ReturnType<typeof enterShop>;

export function enterShop(shop: string, session: Session) {
  const client = new SyncClient<Api>({ url: `/sync/${shop}`, token: session.token });
  const categories = createCollection(
    samovarCollectionOptions({ client, table: "categories", getKey: (category) => category.id }),
  );
  const items = createCollection(
    samovarCollectionOptions({ client, table: "items", getKey: (item) => item.id, syncMode: "on-demand" }),
  );
  return { session, client, categories, items };
}
