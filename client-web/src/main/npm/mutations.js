import { encode } from "./messagepack.js";

/** An insert's whole row, an update's changed columns, nothing of a delete. */
export function operation({ type, key, modified, changes }) {
  return {
    type,
    key: String(key),
    columns: type === "delete" ? null : encode(ownColumns(type === "insert" ? modified : changes)),
  };
}

/** Without the five that TanStack DB adds to every row it shows. */
export const ownColumns = ({ $synced, $origin, $key, $collectionId, $hasPendingWrites, ...own }) => own;
