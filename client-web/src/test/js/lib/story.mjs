import { createCollection } from "@tanstack/db";
import { SyncClient, samovarCollectionOptions } from "../../../../target/npm/index.js";
import { FakeServer } from "./fake-server.mjs";

/** A server, a client and collections that are ended with the test. */
export function newStory(test, options = {}) {
  const server = new FakeServer();
  const client = new SyncClient({ url: "wss://example.com/sync/lobby", ...options });
  test.after(() => client.close());
  const collection = (table, config = {}, theirs = {}) => {
    const options = samovarCollectionOptions({ client, table, getKey: (row) => row.id, ...config });
    const made = createCollection({ ...options, ...theirs });
    test.after(() => made.cleanup());
    return made;
  };
  /** A collection with these rows, and the accepted connection it came by. */
  const loaded = async (table, rows, config) => {
    const made = collection(table, config);
    const loading = made.preload();
    const connection = await server.accept();
    const { subId } = await connection.next();
    connection.snapshot(subId, rows);
    await loading;
    return { collection: made, connection, subId };
  };
  return { server, client, collection, loaded };
}

/** A row as its columns, without what TanStack DB adds. */
export const plain = ({ $synced, $origin, $key, $collectionId, $hasPendingWrites, ...columns }) => columns;

/** The rows of a collection as their columns, by key. */
export const rowsOf = (collection) =>
  collection.toArray.map(plain).sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));

/** Writes down the rows a collection shows, whenever they change. */
export function pictures(collection) {
  const taken = [];
  collection.subscribeChanges((changes) => {
    if (changes.length > 0) {
      taken.push(rowsOf(collection));
    }
  });
  return taken;
}

/** Writes down every change of a collection from now on. */
export function changesOf(collection) {
  const changes = [];
  collection.subscribeChanges((batch) => changes.push(...batch), { includeInitialState: true });
  changes.length = 0;
  return changes;
}

/** Resolves when the client has the status. */
export function status(client, wanted) {
  return new Promise((resolve) => {
    const stop = client.onStatusChange(look);
    look();
    function look() {
      if (client.status === wanted) {
        stop();
        resolve();
      }
    }
  });
}

/** What a promise was rejected with. */
export async function rejection(promise) {
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`Expected a rejection, and it resolved to ${String(value)}.`);
}
