import { useLiveQuery } from "@tanstack/react-db";
import { useState } from "react";
import { ClosedBanner } from "../../../shared/page/ClosedBanner";
import { useConnectionNews } from "../../../shared/page/connection-status";
import { Notice } from "../../../shared/page/Notice";
import { PageHeader } from "../../../shared/page/PageHeader";
import { failureOf } from "../../../shared/page/reason";
import { useNotice } from "../../../shared/page/use-notice";
import { visitAgain } from "../../../shared/page/visit";
import type { Item } from "./api";
import { LoadedItems } from "./LoadedItems";
import { Shelf } from "./Shelf";
import { ShelfList } from "./ShelfList";
import type { ShopConnection } from "./shop-connection";

/** The shop: all its shelves by name, and what stands on the one that is open. */
export function Shop({ connection }: { connection: ShopConnection }) {
  const { client, session } = connection;
  const { status, lastError } = useConnectionNews(connection);
  const { data: categories } = useLiveQuery((query) =>
    query.from({ category: connection.categories }).orderBy(({ category }) => category.title),
  );
  const [openId, setOpenId] = useState<string>();
  const open = categories.find(({ id }) => id === openId);
  const notice = useNotice();

  function buy(item: Item) {
    client.call.buy({ item: item.id }).catch((error: unknown) => notice.say(failureOf("bought", error)));
  }

  return (
    <div className="shop">
      <PageHeader title="Shop" userId={session.userId} status={status} />
      <div className="shop-banner">
        {status === "closed" && <ClosedBanner error={lastError} onSignOut={visitAgain} />}
      </div>
      <ShelfList categories={categories} openId={openId} onOpen={setOpenId} />
      <main className="shelf-place">
        {open ? (
          <Shelf key={open.id} category={open} connection={connection} onBuy={buy} />
        ) : (
          <div className="no-shelf">
            <img src="/samovar.svg" alt="" width="96" height="96" />
            <p>
              <strong>Nothing is loaded yet.</strong>
            </p>
            <p>Open a shelf: its items come then, and stay fresh while you look at them.</p>
          </div>
        )}
      </main>
      <Notice text={notice.text} onEnd={notice.forget} />
      <LoadedItems items={connection.items} total={categories.reduce((sum, category) => sum + category.items, 0)} />
    </div>
  );
}
