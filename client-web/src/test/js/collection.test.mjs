// A collection of stock TanStack DB over a scripted server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCollection, createLiveQueryCollection } from "@tanstack/db";
import { ClosedError, SubscriptionRefusedError, samovarCollectionOptions } from "../../../target/npm/index.js";
import { changesOf, newStory, pictures, rejection, rowsOf, status } from "./lib/story.mjs";

const one = { id: "1", text: "one" };
const two = { id: "2", text: "two" };
const three = { id: "3", text: "three" };

test("the rows of a snapshot appear in one batch, and then the collection is ready", async (t) => {
  const { server, collection } = newStory(t);
  const messages = collection("messages");
  const taken = pictures(messages);
  const loading = messages.preload();

  const connection = await server.accept();
  const sub = await connection.next();
  assert.deepEqual(sub, { t: "sub", subId: sub.subId, collection: "messages" });
  connection.snapshot(sub.subId, [one, two]);
  await loading;

  assert.equal(messages.status, "ready");
  assert.deepEqual(taken, [[one, two]]);
});

test("an empty snapshot makes the collection ready", async (t) => {
  const { loaded } = newStory(t);

  const { collection } = await loaded("messages", []);

  assert.equal(collection.status, "ready");
  assert.equal(collection.size, 0);
});

test("values arrive as JavaScript has them", async (t) => {
  const { loaded } = newStory(t);
  const row = {
    id: "1",
    number: 1.5,
    large: 2 ** 40,
    negative: -7,
    big: 2n ** 63n,
    least: -(2n ** 63n),
    truth: true,
    nothing: null,
    date: new Date(-1),
    bytes: new Uint8Array([1, 2, 255]),
    text: "ж 🙂",
    list: [1, [2n], { three: 3 }],
    map: { a: { b: null } },
  };

  const { collection } = await loaded("messages", [row]);

  assert.deepEqual(rowsOf(collection), [row]);
  assert.equal(Object.getPrototypeOf(collection.get("1").map), Object.prototype);
});

test("changes of others are seen together", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one, two]);
  const taken = pictures(collection);

  connection.flush(2, {
    subs: [
      [
        subId,
        [
          [0, "1"],
          [1, "3", three],
          [2, "2", { text: "due" }],
        ],
      ],
    ],
  });

  assert.deepEqual(taken, [[{ ...two, text: "due" }, three]]);
});

test("a changed column leaves the others and other rows as they were", async (t) => {
  const { loaded } = newStory(t);
  const note = { at: new Date(5), bytes: new Uint8Array([1]), tags: ["a", { b: 2n }] };
  const { collection, connection, subId } = await loaded("messages", [{ ...one, ...note }, two]);
  const changes = changesOf(collection);

  connection.flush(2, { subs: [[subId, [[2, "1", { text: "uno" }]]]] });

  assert.deepEqual(rowsOf(collection), [{ ...one, ...note, text: "uno" }, two]);
  assert.deepEqual(
    changes.map(({ type, key }) => [type, key]),
    [["update", "1"]],
  );
});

test("a changed row loses the columns it no longer has", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [{ ...one, note: "old" }]);

  connection.changes(subId, [one], 2);

  assert.deepEqual(rowsOf(collection), [one]);
});

test("keys may be numbers", async (t) => {
  const { loaded } = newStory(t);
  const getKey = (row) => Number(row.id);
  const { collection, connection, subId } = await loaded("messages", [one, two], { getKey });

  connection.flush(2, { subs: [[subId, [[0, "1"]]]] });

  assert.deepEqual([...collection.keys()], [2]);
});

test("a live query follows", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [two, one]);
  const sorted = createLiveQueryCollection((q) => q.from({ m: collection }).orderBy(({ m }) => m.text));
  await sorted.preload();

  connection.changes(subId, [three], 2);

  assert.deepEqual(
    sorted.toArray.map((row) => row.text),
    ["one", "three", "two"],
  );
  await sorted.cleanup();
});

test("thousands of rows are one batch", async (t) => {
  const { server, collection } = newStory(t);
  const messages = collection("messages");
  const taken = pictures(messages);
  const rows = Array.from({ length: 5_000 }, (_, i) => ({ id: String(i), text: `row ${i}` }));

  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.snapshot(subId, rows);

  assert.equal(taken.length, 1);
  assert.equal(messages.size, 5_000);
});

test("a reset replaces the rows without an empty moment", async (t) => {
  const { server, loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one, two]);
  const taken = pictures(collection);
  connection.drop();

  const next = await server.accept();
  assert.equal((await next.next()).since, "1");
  next.send({ t: "reset", sub: subId, reason: "pruned" });
  next.snapshot(subId, [two, three], 1);

  assert.deepEqual(taken, [[two, three]]);
  assert.equal(collection.status, "ready");
});

test("a reset tells only of rows that differ", async (t) => {
  const { loaded } = newStory(t);
  const same = { ...two, at: new Date(7), bytes: new Uint8Array([1]), tags: ["a", { b: null }] };
  const { collection, connection, subId } = await loaded("messages", [one, same]);
  const changes = changesOf(collection);

  connection.send({ t: "reset", sub: subId, reason: "schema" });
  connection.snapshot(subId, [three, { ...same, tags: ["a", { b: null }] }], 1);

  assert.deepEqual(changes.map(({ key }) => key).sort(), ["1", "3"]);
});

test("rows that a store of another put there before give way to those of the server", async (t) => {
  const { server, client } = newStory(t);
  const options = samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id });
  const start = options.sync.sync;
  const restored = (params) => {
    params.begin();
    for (const value of [{ ...one, text: "stale" }, three]) {
      params.write({ type: "insert", value });
    }
    params.commit();
    return start(params);
  };
  const messages = createCollection({ ...options, sync: { ...options.sync, sync: restored } });
  t.after(() => messages.cleanup());
  const loading = messages.preload();
  assert.equal(messages.size, 2);

  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one, two]);
  await loading;

  assert.deepEqual(rowsOf(messages), [one, two]);
});

test("a snapshot that breaks off leaves nothing behind", async (t) => {
  const { server, collection } = newStory(t);
  const messages = collection("messages");
  const loading = messages.preload();
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.send({ t: "begin", sub: subId, epoch: "e1", seq: "1" });
  connection.drop();

  const next = await server.accept();
  assert.equal((await next.next()).since, undefined);
  next.snapshot(subId, [two], 2);
  await loading;

  assert.deepEqual(rowsOf(messages), [two]);
});

test("a snapshot that breaks off after a piece goes on behind it", async (t) => {
  const { server, collection } = newStory(t);
  const messages = collection("messages");
  const loading = messages.preload();
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.send({ t: "begin", sub: subId, epoch: "e7", seq: "5" });
  connection.chunk(subId, ["id", "text"], [one], new Uint8Array([1, 2]));
  connection.drop();

  const next = await server.accept();
  const { since, epoch, resume } = await next.next();
  assert.deepEqual({ since, epoch, resume }, { since: "5", epoch: "e7", resume: new Uint8Array([1, 2]) });
  next.chunk(subId, ["id", "text"], [two]);
  next.send({ t: "changes", sub: subId, changes: [[1, "3", three]] });
  next.live(subId, 6);
  await loading;

  assert.deepEqual(rowsOf(messages), [one, two, three]);
});

test("what was missed arrives after a reconnect, also for a key that was deleted and came back", async (t) => {
  const { server, loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one, two]);
  connection.drop();

  const next = await server.accept();
  await next.next();
  const changes = [
    [1, "1", { id: "1", text: "again" }],
    [0, "2"],
  ];
  next.send({ t: "changes", sub: subId, changes });
  next.live(subId, 4);

  assert.deepEqual(rowsOf(collection), [{ id: "1", text: "again" }]);
});

test("a refused subscription fails the preload with its reason and recovers on the next connection", async (t) => {
  const { server, client, collection } = newStory(t);
  const messages = collection("mesages");
  const loading = messages.preload();
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.send({ t: "sub-error", sub: subId, code: "UNKNOWN_COLLECTION", message: "There is no mesages." });

  const error = await rejection(loading);
  assert.ok(error instanceof SubscriptionRefusedError);
  assert.deepEqual(
    [error.name, error.code, error.message, error.table, error.retryable],
    ["SubscriptionRefusedError", "UNKNOWN_COLLECTION", "There is no mesages.", "mesages", false],
  );
  assert.equal(messages.status, "error");
  assert.equal(client.lastError, error);

  connection.drop();
  const next = await server.accept();
  await next.next();
  next.snapshot(subId, [one]);

  assert.equal(messages.status, "ready");
  assert.deepEqual(rowsOf(messages), [one]);
  assert.equal(client.lastError, null);
});

test("a refusal without a code is one too", async (t) => {
  const { server, collection } = newStory(t);
  const loading = collection("messages").preload();
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.send({ t: "sub-error", sub: subId, message: "no" });

  assert.equal((await rejection(loading)).code, "REFUSED");
});

test("a lost connection leaves a collection that was ready usable", async (t) => {
  const { server, client, loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one]);

  connection.close(4403, "forbidden");

  assert.equal(client.status, "closed");
  assert.equal(collection.status, "ready");
  assert.deepEqual(rowsOf(collection), [one]);
  assert.ok((await rejection(collection.insert(two).isPersisted.promise)) instanceof ClosedError);
  assert.deepEqual(rowsOf(collection), [one]);
  assert.equal(server.connections.length, 0);
});

test("a closed client fails the preload and recovers when it is connected again", async (t) => {
  const { server, client, collection } = newStory(t);
  const messages = collection("messages");
  const loading = messages.preload();
  (await server.accept()).close(4403, "forbidden");

  const error = await rejection(loading);
  assert.ok(error instanceof ClosedError);
  assert.deepEqual([error.code, error.closeCode, error.reason], ["FORBIDDEN", 4403, "forbidden"]);
  assert.equal((await rejection(collection("others").preload())).code, "FORBIDDEN");

  client.connect();
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.snapshot(subId, [one]);
  assert.deepEqual(rowsOf(messages), [one]);
});

test("after its cleanup a collection can start again", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);

  await collection.cleanup();
  assert.deepEqual(await connection.next(), { t: "unsub", subId });
  connection.changes(subId, [two], 2);
  const loading = collection.preload();
  const again = await connection.next();
  assert.notEqual(again.subId, subId);
  connection.snapshot(again.subId, [three], 3);
  await loading;

  assert.deepEqual(rowsOf(collection), [three]);
});

test("two collections share one connection and know nothing of each other", async (t) => {
  const { server, collection } = newStory(t);
  const messages = collection("messages");
  const users = collection("users");
  const loading = Promise.all([messages.preload(), users.preload()]);
  const connection = await server.accept();
  const first = await connection.next();
  const second = await connection.next();

  connection.snapshot(second.subId, [{ id: "1", name: "ann" }], 2).snapshot(first.subId, [one], 2);
  await loading;
  connection.changes(first.subId, [two], 3);

  assert.deepEqual([first.collection, second.collection], ["messages", "users"]);
  assert.deepEqual(rowsOf(messages), [one, two]);
  assert.deepEqual(rowsOf(users), [{ id: "1", name: "ann" }]);
  await messages.cleanup();
  connection.changes(second.subId, [{ id: "2", name: "bob" }], 4);
  assert.equal(users.size, 2);
});

test("two collections of the same options know nothing of each other", async (t) => {
  const { server, client } = newStory(t);
  const options = samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id });
  const [first, second] = [createCollection(options), createCollection(options)];
  t.after(() => Promise.all([first.cleanup(), second.cleanup()]));
  const loading = [first.preload(), second.preload()];
  const connection = await server.accept();
  const subs = [await connection.next(), await connection.next()];
  connection.snapshot(subs[0].subId, [one]);
  connection.snapshot(subs[1].subId, [one]);
  await Promise.all(loading);

  await first.cleanup();
  assert.equal((await connection.next()).t, "unsub");
  connection.changes(subs[1].subId, [two], 2);

  assert.equal(first.size, 0);
  assert.deepEqual(rowsOf(second), [one, two]);
});

test("a subscriber may write as it is told of rows", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  let transaction;
  collection.subscribeChanges((changes) => {
    if (changes.some(({ key }) => key === "2")) {
      transaction ??= collection.insert(three);
    }
  });

  connection.changes(subId, [two], 2);
  const { txId, ops } = await connection.next();
  assert.equal(ops.length, 1);
  connection.flush(3, { subs: [[subId, [[1, "3", three]]]], done: [[txId]] });
  await transaction.isPersisted.promise;
  connection.changes(subId, [{ ...one, text: "uno" }], 4);

  assert.deepEqual(rowsOf(collection), [{ ...one, text: "uno" }, two, three]);
});

test("each subscription resumes from its own position", async (t) => {
  const { server, collection } = newStory(t);
  const messages = collection("messages");
  const users = collection("users");
  const loading = Promise.all([messages.preload(), users.preload()]);
  const connection = await server.accept();
  const [first, second] = [await connection.next(), await connection.next()];
  connection.snapshot(first.subId, [one], 10).snapshot(second.subId, [], 10);
  await loading;
  connection.drop();

  const broken = await server.accept();
  await broken.next();
  await broken.next();
  broken.live(first.subId, 20);
  broken.drop();

  const last = await server.accept();
  assert.deepEqual([(await last.next()).since, (await last.next()).since], ["20", "10"]);
});

test("a subscriber that throws does not stop the rows behind it", async (t) => {
  const reported = t.mock.method(console, "error", () => {});
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  collection.subscribeChanges(() => {
    throw new Error("the page's own");
  });

  connection.changes(subId, [two], 2);
  connection.changes(subId, [three], 3);

  assert.deepEqual(rowsOf(collection), [one, two, three]);
  assert.deepEqual(
    reported.mock.calls.map(({ arguments: [error] }) => error.message),
    ["the page's own", "the page's own"],
  );
});

test("a getKey that throws is reported and costs only its row", async (t) => {
  const reported = t.mock.method(console, "error", () => {});
  const { loaded } = newStory(t);

  const getKey = ({ id }) => {
    if (id === "1") {
      throw new Error("no key");
    }
    return id;
  };
  const { collection } = await loaded("messages", [one, two], { getKey });

  assert.deepEqual(rowsOf(collection), [two]);
  assert.equal(reported.mock.callCount(), 1);
});

test("a frame that is none is reported, and the rows go on from where they were", async (t) => {
  const warned = t.mock.method(console, "warn", () => {});
  const { server, loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);

  connection.send("hello");
  assert.equal(connection.closedWith, 1005);
  const next = await server.accept();
  assert.equal((await next.next()).since, "1");
  next.send({ t: "changes", sub: subId, changes: [[1, "2", two]] });
  next.live(subId, 2);

  assert.equal(warned.mock.callCount(), 1);
  assert.deepEqual(rowsOf(collection), [one, two]);
});

test("a deleted object leaves no rows", async (t) => {
  const { client, loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one]);

  connection.close(4410, "deleted");

  assert.equal(client.lastError.code, "GONE");
  assert.deepEqual(rowsOf(collection), []);
});

test("a column that would be no property is no frame", async (t) => {
  t.mock.method(console, "warn", () => {});
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);

  connection.send({ t: "begin", sub: subId, epoch: "e1", seq: "2" });
  connection.chunk(subId, ["id", "__proto__"], [{ id: "1", ["__proto__"]: { admin: true } }]);

  assert.equal(connection.closedWith, 1005);
  assert.equal(collection.get("1").admin, undefined);
});

test("a collection that starts after the connection is open is asked for at once", async (t) => {
  const { server, client, collection } = newStory(t);
  client.connect();
  const connection = await server.accept();
  await status(client, "open");

  collection("messages").startSyncImmediate();

  assert.equal((await connection.next()).collection, "messages");
});

test("a collection that is cleaned up publishes nothing more", async (t) => {
  const { client, loaded } = newStory(t);
  const options = samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id });
  const { sync } = options.sync;
  const published = [];
  const { connection } = await loaded("others", []);
  const cleanup = sync({
    begin: () => published.push("begin"),
    write: ({ type, key }) => published.push(`${type} ${key}`),
    commit: () => true,
    markReady: () => published.push("ready"),
  });
  const { subId } = await connection.next();
  connection.snapshot(subId, [one]);

  cleanup();

  assert.deepEqual(published, ["begin", "update 1", "ready"]);
  assert.deepEqual(await connection.next(), { t: "unsub", subId });
});
