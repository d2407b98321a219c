import { useCallback, useSyncExternalStore } from "react";
import type { ShopConnection } from "./shop-connection";

interface Props {
  items: ShopConnection["items"];
  /** How many the shop has. */
  total: number;
}

/** How much of the shop is in this tab. */
export function LoadedItems({ items, total }: Props) {
  const subscribe = useCallback(
    (listener: () => void) => {
      const subscription = items.subscribeChanges(listener);
      return () => subscription.unsubscribe();
    },
    [items],
  );
  const loaded = useSyncExternalStore(subscribe, () => items.size);
  return (
    <footer className="loaded">
      <span>
        <strong data-testid="loaded">{loaded}</strong> of {total} items are in this tab
      </span>
      <meter aria-hidden="true" min={0} max={Math.max(total, 1)} value={loaded} />
    </footer>
  );
}
