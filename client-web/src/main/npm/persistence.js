// Keeps writes without an outcome, and the rows of collections, over the end of a page. Loaded for clients that ask for it.
import { deleteDatabase } from "./database.js";
import { inTime } from "./in-time.js";
import { KeepingDoor } from "./keeping-door.js";
import { ownerOf } from "./store-owner.js";

/**
 * Opens what was kept for a user of an object, and sends the writes of tabs that are gone.
 *
 * @param options `failed` is told when nothing can be kept any more
 * @returns the door that keeps what goes through it; rejects if nothing can be kept
 */
export async function openStore({ address, persist, token, door, host, failed }) {
  const owner = ownerOf(persist, token);
  requireKeepable(owner);
  const keeping = new KeepingDoor(storeName(address, owner), { door, host, failed, onRejected: persist.onRejected });
  try {
    await inTime(keeping.open());
  } catch (error) {
    keeping.end();
    throw error;
  }
  return keeping;
}

/** Deletes what was kept for a user of an object, if anything was. */
export async function deleteStore({ address, persist, token }) {
  const owner = ownerOf(persist, token);
  if (globalThis.indexedDB && owner !== undefined) {
    await inTime(deleteDatabase(storeName(address, owner)));
  }
}

const storeName = (address, owner) => `samovar ${JSON.stringify([address, owner])}`;

function requireKeepable(owner) {
  if (typeof owner !== "string") {
    throw new TypeError(
      "`persist` does not tell whose writes and rows are kept. Give `persist: { user: theirId }`; `true` is enough only without " +
        "a token, or with a token that is a string and a JWT with a `sub`.",
    );
  }
  if (!globalThis.indexedDB || !globalThis.navigator?.locks) {
    throw new Error("There is no IndexedDB here, or no Web Locks. Pages have both over HTTPS.");
  }
}
