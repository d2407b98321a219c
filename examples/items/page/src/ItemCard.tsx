import type { Item } from "./api";

const money = new Intl.NumberFormat(undefined, { style: "currency", currency: "EUR" });

/** A thing, what it costs, and how many there are. */
export function ItemCard({ item, onBuy }: { item: Item; onBuy: () => void }) {
  const isSoldOut = item.stock === 0;
  return (
    <li className="item" data-testid="item" data-item-id={item.id}>
      <p className="item-name">{item.name}</p>
      <p className="item-facts">
        <span className="item-price">{money.format(item.price_cents / 100)}</span>
        <span className="item-stock" data-testid="stock" data-sold-out={isSoldOut}>
          {isSoldOut ? "sold out" : `${item.stock} left`}
        </span>
      </p>
      <button
        type="button"
        className="quiet"
        data-testid="buy"
        aria-label={`Buy ${item.name}`}
        disabled={isSoldOut}
        onClick={onBuy}
      >
        Buy
      </button>
    </li>
  );
}
