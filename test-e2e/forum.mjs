// A forum in workerd as collections of TanStack DB: the configuration that TanStack DB's own tests of adapters ask for. See
// CONTRIBUTING.md.
import { createCollection } from "@tanstack/db";
import { SyncClient, samovarCollectionOptions } from "../client-web/target/npm/index.js";
import { claimsHeader } from "./chat/tokens.mjs";
import { FaultProxy } from "./network/fault-proxy.mjs";

const TABLES = ["users", "posts", "comments"];
let forums = 0;

/** A row as the object takes it: times are milliseconds, JSON is text. */
const stored = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, storedValue(value)]));

function storedValue(value) {
  if (value instanceof Date) {
    return value.getTime();
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

/**
 * Opens a forum of its own with these rows.
 *
 * @param runtime what `start` of harness.mjs gives for the probe
 * @param {{ users: object[], posts: object[], comments: object[] }} rows
 */
export async function openForum(runtime, rows) {
  const proxy = await FaultProxy.start(runtime.url, { "x-samovar-claims": claimsHeader({ sub: "user" }) });
  const url = proxy.url(`/forum/${++forums}/sync`);
  const clients = [new SyncClient({ url }), new SyncClient({ url })];
  const [written, read] = clients;
  const open = (client, syncMode) =>
    Object.fromEntries(TABLES.map((table) => [table, collectionOf(client, table, syncMode)]));
  const [writer, eager, onDemand] = [open(written, "eager"), open(read, "eager"), open(read, "on-demand")];
  await allOf(writer, async (collection, table) => {
    await collection.preload();
    await collection.insert(rows[table].map(stored)).isPersisted.promise;
  });
  await allOf(eager, (collection) => collection.preload());
  await allOf(onDemand, (collection) => collection.preload());
  return {
    collections: { eager, onDemand },
    mutations: mutationsOf(writer),
    // They are another client's.
    hasReplicationLag: true,
    setup: async () => {},
    teardown() {
      for (const client of clients) {
        client.close();
      }
      return proxy.close();
    },
  };
}

const allOf = (collections, act) => Promise.all(TABLES.map((table) => act(collections[table], table)));

const collectionOf = (client, table, syncMode) =>
  createCollection(samovarCollectionOptions({ client, table, syncMode, getKey: (row) => row.id }));

const mutationsOf = ({ users, posts }) => ({
  insertUser: (user) => users.insert(stored(user)).isPersisted.promise,
  updateUser: (id, changes) => users.update(id, (user) => Object.assign(user, stored(changes))).isPersisted.promise,
  deleteUser: (id) => users.delete(id).isPersisted.promise,
  insertPost: (post) => posts.insert(stored(post)).isPersisted.promise,
});
