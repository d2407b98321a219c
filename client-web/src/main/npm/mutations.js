import { encode } from "./messagepack.js";

/** A mutation of TanStack DB as the server gets it. */
export function operation(mutation) {
  const columns = written(mutation);
  return { type: mutation.type, key: String(mutation.key), columns: columns && encode(columns) };
}

/**
 * What a mutation writes: an insert the whole row, an update the changed columns, a delete null. Without the five columns that
 * TanStack DB adds to every row it shows.
 */
export function written({ type, modified, changes }) {
  if (type === "delete") {
    return null;
  }
  const { $synced, $origin, $key, $collectionId, $hasPendingWrites, ...own } = type === "insert" ? modified : changes;
  return own;
}
