// Writes of a collection: sent at once, seen at once, and settled by the server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createTransaction, eq } from "@tanstack/db";
import {
  ClosedError,
  ConnectionLostError,
  InvalidValueError,
  MutationRejectedError,
} from "../../../target/npm/index.js";
import { newStory, pictures, plain, rejection, rowsOf } from "./lib/story.mjs";

const one = { id: "1", text: "one" };
const two = { id: "2", text: "two" };

test("an insert is seen at once and stays on the screen until it is confirmed", async (t) => {
  const { client, loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  const taken = pictures(collection);

  const transaction = collection.insert(two);
  assert.deepEqual(rowsOf(collection), [one, two]);
  assert.equal(client.pendingWrites, 1);
  const mut = await connection.next();
  assert.deepEqual(mut, {
    t: "mut",
    txId: transaction.id,
    collection: "messages",
    ops: [{ type: "insert", key: "2", cols: two }],
  });
  connection.changes(subId, [two], 2).committed(mut.txId, 2);
  await transaction.isPersisted.promise;

  assert.ok(taken.every((rows) => rows.length === 2));
  assert.deepEqual(rowsOf(collection), [one, two]);
  assert.equal(collection.get("2").$synced, true);
  assert.equal(client.pendingWrites, 0);
});

test("an update sends its changes only, a delete no columns", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [{ ...one, note: "n", extra: 1 }, two]);

  collection.update("1", (draft) => {
    draft.text = "uno";
    draft.extra = undefined;
  });
  collection.delete("2");

  assert.deepEqual((await connection.next()).ops, [{ type: "update", key: "1", cols: { text: "uno", extra: null } }]);
  assert.deepEqual((await connection.next()).ops, [{ type: "delete", key: "2" }]);
});

test("all mutations of a transaction go in one frame", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", []);

  collection.insert([one, two]);

  assert.deepEqual(
    (await connection.next()).ops.map((op) => op.key),
    ["1", "2"],
  );
  assert.equal(connection.unread, 0);
});

test("what TanStack DB adds to rows is not sent", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one]);
  assert.notDeepEqual(collection.get("1"), plain(collection.get("1")));

  collection.insert({ ...collection.get("1"), id: "3", $price: 5 });

  assert.deepEqual((await connection.next()).ops[0].cols, { id: "3", text: "one", $price: 5 });
});

test("a refused insert disappears and says why", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one]);

  const transaction = collection.insert(two);
  const { txId } = await connection.next();
  connection.rejected(txId, "FORBIDDEN", "author mismatch");
  const error = await rejection(transaction.isPersisted.promise);

  assert.ok(error instanceof MutationRejectedError);
  assert.deepEqual(
    [error.name, error.code, error.message, error.retryable, error.txId],
    ["MutationRejectedError", "FORBIDDEN", "author mismatch", false, txId],
  );
  assert.deepEqual(rowsOf(collection), [one]);
});

test("a refusal that passes is no outcome: the write is sent again", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", []);

  const transaction = collection.insert(one);
  const { txId } = await connection.next();
  connection.send({ t: "rejected", txId, error: { code: "RATE_LIMITED", message: "slowly", retryAfter: 1 } });
  assert.equal((await connection.next()).txId, txId);
  connection.changes(subId, [one], 2).committed(txId, 2);
  await transaction.isPersisted.promise;

  assert.deepEqual(rowsOf(collection), [one]);
});

test("a write settles in the flush that brings its row, in one event", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  const taken = pictures(collection);
  const transaction = collection.insert(two);
  const { txId } = await connection.next();

  connection.flush(2, { subs: [[subId, [[1, "2", two]]]], done: [[txId]] });
  await transaction.isPersisted.promise;

  assert.ok(taken.every((rows) => rows.length === 2));
  assert.equal(collection.get("2").$synced, true);
});

test("a write without an answer is sent again, unchanged, after the subscriptions", async (t) => {
  const { server, loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  const taken = pictures(collection);
  const transaction = collection.insert(two);
  await connection.next();
  connection.drop();
  assert.deepEqual(rowsOf(collection), [one, two]);

  const next = await server.accept();
  assert.equal((await next.next()).t, "sub");
  const mut = await next.next();
  assert.deepEqual(next.raw[2], connection.raw[2]);
  next.send({ t: "changes", sub: subId, changes: [[1, "2", two]] });
  next.live(subId, 2).committed(mut.txId, 2);
  await transaction.isPersisted.promise;

  assert.ok(taken.every((rows) => rows.length === 2));
});

test("a write that is made while there is no connection is sent when there is one", async (t) => {
  const { server, loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", []);
  connection.drop();
  const transaction = collection.insert(one);

  const next = await server.accept();
  await next.next();
  const { txId } = await next.next();
  next.live(subId, 1).changes(subId, [one], 2).committed(txId, 2);
  await transaction.isPersisted.promise;

  assert.deepEqual(rowsOf(collection), [one]);
});

test("no answer in time is an unknown outcome, not a refusal", async (t) => {
  const { loaded } = newStory(t, { timeoutMs: 1 });
  const { collection, connection, subId } = await loaded("messages", []);

  const transaction = collection.insert(one);
  const error = await rejection(transaction.isPersisted.promise);
  assert.ok(error instanceof ConnectionLostError);
  assert.deepEqual([error.code, error.retryable, error.txId], ["CONNECTION_LOST", true, transaction.id]);
  assert.doesNotMatch(error.message, /\d/);

  connection.changes(subId, [one], 2).committed(transaction.id, 2);
  assert.deepEqual(rowsOf(collection), [one]);
});

test("a final close leaves the outcome unknown, and later writes are not sent", async (t) => {
  const { client, loaded } = newStory(t);
  const { collection } = await loaded("messages", []);
  const underWay = collection.insert(one).isPersisted.promise;

  client.close();

  assert.ok((await rejection(underWay)) instanceof ConnectionLostError);
  const error = await rejection(collection.insert(two).isPersisted.promise);
  assert.ok(error instanceof ClosedError);
  assert.equal(error.code, "CLOSED");
});

test("of two writes of a row the second stays when the first is refused", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  const change = (text) =>
    collection.update("1", (draft) => {
      draft.text = text;
    });
  const [first, second] = [change("uno"), change("due")];
  const [{ txId }, next] = [await connection.next(), await connection.next()];
  const taken = pictures(collection);

  connection.rejected(txId, "FORBIDDEN", "Not yours.");
  assert.equal((await rejection(first.isPersisted.promise)).code, "FORBIDDEN");
  assert.equal(collection.get("1").text, "due");
  connection.flush(2, { subs: [[subId, [[2, "1", { text: "due" }]]]], done: [[next.txId]] });
  await second.isPersisted.promise;

  assert.equal(collection.get("1").text, "due");
  assert.ok(taken.flat().every(({ text }) => text === "due"));
});

test("a write that its owner takes back is shown if the server did it all the same", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  const transaction = collection.insert(two);
  const { txId } = await connection.next();

  transaction.rollback();
  assert.deepEqual(rowsOf(collection), [one]);
  await rejection(transaction.isPersisted.promise);
  connection.flush(2, { subs: [[subId, [[1, "2", two]]]], done: [[txId]] });

  assert.deepEqual(rowsOf(collection), [one, two]);
});

test("a write outside the filter of its collection leaves the screen when it is confirmed", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one], { where: (row) => eq(row.text, "one") });

  const transaction = collection.insert(two);
  const { txId } = await connection.next();
  assert.deepEqual(rowsOf(collection), [one, two]);
  connection.committed(txId, 2);
  await transaction.isPersisted.promise;

  assert.deepEqual(rowsOf(collection), [one]);
});

test("a write that is not to be shown before is there with its row", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);

  const transaction = collection.insert(two, { optimistic: false });
  const { txId } = await connection.next();
  assert.deepEqual(rowsOf(collection), [one]);
  connection.flush(2, { subs: [[subId, [[1, "2", two]]]], done: [[txId]] });
  await transaction.isPersisted.promise;

  assert.deepEqual(rowsOf(collection), [one, two]);
});

test("a write larger than the server takes is refused here", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", []);

  const transaction = collection.insert({ id: "1", text: "ж".repeat(2 ** 19) });

  assert.equal((await rejection(transaction.isPersisted.promise)).code, "FRAME_TOO_LARGE");
  assert.equal(connection.unread, 0);
});

test("what the wire would lose is refused by name", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", []);
  const cyclic = {};
  cyclic.self = cyclic;
  class Money {}
  const cases = [
    [{ tags: new Map() }, "tags", /an instance of Map/],
    [{ tags: new Set() }, "tags", /an instance of Set/],
    [{ a: [1, { b: () => {} }] }, "a[1].b", /a function/],
    [{ a: { b: [[Symbol("s")]] } }, "a.b[0][0]", /a symbol/],
    [{ at: new Date(Number.NaN) }, "at", /an invalid Date/],
    [{ big: 2n ** 64n }, "big", /64 bits/],
    [{ small: -(2n ** 63n) - 1n }, "small", /64 bits/],
    [{ price: new Money() }, "price", /an instance of Money/],
    [{ floats: new Float32Array(1) }, "floats", /an instance of Float32Array/],
  ];

  for (const [columns, path, reason] of cases) {
    const error = await rejection(collection.insert({ id: "1", ...columns }).isPersisted.promise);
    assert.ok(error instanceof InvalidValueError, `${path}: ${error}`);
    assert.equal(error.path, path);
    assert.match(error.message, reason);
    assert.equal(collection.size, 0);
  }
  assert.equal(connection.unread, 0);
});

test("what the wire carries is sent as it is", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", []);
  const row = {
    id: "1",
    numbers: [0, -1, 1.5, 2 ** 53, Number.POSITIVE_INFINITY],
    bigs: [0n, 2n ** 64n - 1n, -(2n ** 63n)],
    dates: [new Date(0), new Date(1_700_000_000_123), new Date(-62_135_596_800_000)],
    bytes: new Uint8Array([0, 128, 255]).subarray(1),
    bare: Object.assign(Object.create(null), { a: true }),
    missing: undefined,
    text: "ж 🙂",
  };

  collection.insert(row);

  assert.deepEqual((await connection.next()).ops[0].cols, {
    ...row,
    bytes: new Uint8Array([128, 255]),
    bare: { a: true },
    missing: null,
  });
});

test("a snapshot that comes while a write is under way is seen when the write has settled", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  const transaction = collection.insert(two);
  await connection.next();
  const third = { id: "3", text: "three" };

  connection.changes(subId, [third], 2);
  connection.send({ t: "reset", sub: subId, reason: "pruned" }).snapshot(subId, [two, third], 3);
  connection.committed(transaction.id, 3);
  await transaction.isPersisted.promise;

  assert.deepEqual(rowsOf(collection), [two, third]);
});

test("a collection may end while its rows are held back by a write", async (t) => {
  const unhandled = t.mock.fn();
  process.on("unhandledRejection", unhandled);
  t.after(() => process.off("unhandledRejection", unhandled));
  const { server, loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  const underWay = collection.insert(two).isPersisted.promise;
  const { txId } = await connection.next();

  connection.changes(subId, [{ id: "3", text: "three" }], 2);
  await collection.cleanup();
  connection.rejected(txId, "FORBIDDEN", "no");
  await rejection(underWay);
  await new Promise((resolve) => setImmediate(resolve));

  assert.equal(unhandled.mock.callCount(), 0);
  assert.equal(server.connections.length, 0);
});

test("a manual transaction is sent by its id, or by the one of an offline queue", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", []);
  const send = (options) => {
    const mutationFn = ({ transaction }) => collection.utils.sendTransaction(transaction, options);
    const transaction = createTransaction({ mutationFn });
    transaction.mutate(() => collection.insert({ id: options?.txId ?? "1", text: "new" }));
    return transaction;
  };

  const own = send();
  const first = await connection.next();
  assert.deepEqual([first.t, first.collection, first.txId], ["mut", "messages", own.id]);
  assert.deepEqual(
    first.ops.map(({ key }) => key),
    ["1"],
  );
  connection.committed(first.txId, 2);
  await own.isPersisted.promise;

  const queued = send({ txId: "queued-7" });
  assert.equal((await connection.next()).txId, "queued-7");
  connection.committed("queued-7", 3);
  await queued.isPersisted.promise;
});

test("a manual transaction of two collections is a write of each", async (t) => {
  const { loaded, collection } = newStory(t);
  const { collection: messages, connection } = await loaded("messages", []);
  const notes = collection("notes");
  notes.preload();
  connection.snapshot((await connection.next()).subId, []);
  const all = [messages, notes];
  const transaction = createTransaction({
    mutationFn: ({ transaction }) => Promise.all(all.map(({ utils }) => utils.sendTransaction(transaction))),
  });
  transaction.mutate(() => {
    for (const each of all) {
      each.insert({ id: "1", text: "new" });
    }
  });

  const sent = [await connection.next(), await connection.next()];
  assert.deepEqual(
    sent.map((mut) => [mut.collection, mut.txId, mut.ops.length]),
    [
      ["messages", `${transaction.id}/messages`, 1],
      ["notes", `${transaction.id}/notes`, 1],
    ],
  );
  for (const [i, { txId }] of sent.entries()) {
    connection.committed(txId, 2 + i);
  }
  await transaction.isPersisted.promise;
});

test("the connection of a collection is its client's", (t) => {
  const { client, collection } = newStory(t);

  assert.equal(collection("messages").utils.connection, client.state);
});
