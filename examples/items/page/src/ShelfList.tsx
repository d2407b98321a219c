import type { Category } from "./api";

interface Props {
  categories: readonly Category[];
  openId: string | undefined;
  onOpen: (id: string) => void;
}

/** The shelves to choose from. */
export function ShelfList({ categories, openId, onOpen }: Props) {
  return (
    <nav className="shelf-list" aria-label="Shelves">
      {categories.map(({ id, title, items }) => (
        <button
          key={id}
          type="button"
          className="shelf-button"
          data-testid={`category-${id}`}
          aria-current={id === openId}
          onClick={() => onOpen(id)}
        >
          <span className="shelf-title">{title}</span>
          <span className="shelf-count">{items}</span>
        </button>
      ))}
    </nav>
  );
}
