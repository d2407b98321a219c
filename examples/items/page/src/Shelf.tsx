import { eq, useLiveQuery } from "@tanstack/react-db";
import type { Category, Item } from "./api";
import { ItemCard } from "./ItemCard";
import type { ShopConnection } from "./shop-connection";

interface Props {
  category: Category;
  connection: ShopConnection;
  onBuy: (item: Item) => void;
}

/** The items of one category, loaded because this query asks for them. */
export function Shelf({ category, connection, onBuy }: Props) {
  const { data, isReady, isError } = useLiveQuery((query) =>
    query
      .from({ item: connection.items })
      .where(({ item }) => eq(item.category, category.id))
      .orderBy(({ item }) => item.name),
  );
  return (
    <section className="shelf" data-testid="shelf" aria-busy={!isReady}>
      <h2>{category.title}</h2>
      {isError && <p role="alert">The items cannot be had. Open another shelf, then this one again.</p>}
      <ul className="items">
        {data.map((item) => (
          <ItemCard key={item.id} item={item} onBuy={() => onBuy(item)} />
        ))}
      </ul>
    </section>
  );
}
