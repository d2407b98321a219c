// Writes of an earlier page in a collection of stock TanStack DB, without a client.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCollection } from "@tanstack/db";
import { described, ReplayedWrites } from "../../../target/npm/replayed-writes.js";
import { rowsOf } from "./lib/story.mjs";

const one = { id: "1", text: "one", note: "old" };
const two = { id: "2", text: "two" };

/** A collection with rows, whose handlers tell which outcome a transaction has. */
function collectionOf(replayed, rows) {
  const send = ({ transaction }) => replayed.outcomeOf(transaction.mutations);
  return createCollection({
    getKey: (row) => row.id,
    startSync: true,
    sync: {
      rowUpdateMode: "full",
      sync({ begin, write, commit, markReady }) {
        begin();
        for (const value of rows) {
          write({ type: "update", value });
        }
        commit();
        markReady();
      },
    },
    onInsert: send,
    onUpdate: send,
    onDelete: send,
  });
}

const mixed = [
  { type: "insert", key: "3", columns: { id: "3", text: "three" } },
  { type: "update", key: "3", columns: { text: "drei" } },
  { type: "update", key: "1", columns: { text: "uno", note: undefined } },
  { type: "delete", key: "2", columns: {} },
];

test("all that a write did is shown until it has an outcome", async () => {
  const replayed = new ReplayedWrites();
  const { promise, resolve } = Promise.withResolvers();
  replayed.add({ table: "messages", mutations: mixed }, promise);
  const messages = collectionOf(replayed, [one, two]);

  replayed.show("messages", messages);

  assert.deepEqual(rowsOf(messages), [
    { id: "1", text: "uno", note: undefined },
    { id: "3", text: "drei" },
  ]);
  assert.equal(messages.get("1").$hasPendingWrites, true);
  resolve();
  await replayed.takenBack(promise);
  assert.deepEqual(rowsOf(messages), [one, two]);
});

test("what failed is taken back before anybody is told of it", async () => {
  const replayed = new ReplayedWrites();
  const { promise, reject } = Promise.withResolvers();
  replayed.add({ table: "messages", mutations: mixed }, promise);
  const messages = collectionOf(replayed, [one, two]);
  replayed.show("messages", messages);

  reject(new Error("refused"));
  await replayed.takenBack(promise);

  assert.deepEqual(rowsOf(messages), [one, two]);
});

test("a write is shown once, in its own collection, and not when it is over", async () => {
  const replayed = new ReplayedWrites();
  replayed.add({ table: "over", mutations: mixed }, Promise.resolve());
  replayed.add({ table: "messages", mutations: mixed }, new Promise(() => {}));
  await Promise.resolve();
  const [over, other, first, second] = ["over", "other", "messages", "messages"].map((name) => {
    const collection = collectionOf(replayed, [one, two]);
    replayed.show(name, collection);
    return collection;
  });

  assert.deepEqual(
    [over, other, first, second].map((collection) => rowsOf(collection).length),
    [2, 2, 2, 2],
  );
  assert.deepEqual(
    [over, other, first, second].map((collection) => collection.has("3")),
    [false, false, true, false],
  );
});

test("what cannot be shown any more does not keep the rest back", () => {
  const replayed = new ReplayedWrites();
  replayed.add({ table: "messages", mutations: mixed }, new Promise(() => {}));
  const messages = collectionOf(replayed, [{ id: "3", text: "there already" }]);

  replayed.show("messages", messages);

  assert.deepEqual(rowsOf(messages), [{ id: "3", text: "drei" }]);
});

test("a mutation is described by what it changes, without what TanStack DB adds", () => {
  const modified = { ...one, $synced: false, $origin: "local", $key: "1", $collectionId: "c", $hasPendingWrites: true };

  assert.deepEqual(described({ type: "insert", key: "1", modified, changes: {} }), {
    type: "insert",
    key: "1",
    columns: one,
  });
  assert.deepEqual(described({ type: "update", key: 1, modified, changes: { note: undefined, $key: "1" } }), {
    type: "update",
    key: 1,
    columns: { note: undefined },
  });
  assert.deepEqual(described({ type: "delete", key: "1", modified, changes: {} }), {
    type: "delete",
    key: "1",
    columns: {},
  });
});
