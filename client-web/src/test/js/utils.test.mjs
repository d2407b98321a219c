// The utilities of a collection of stock TanStack DB over a scripted server.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createLiveQueryCollection, eq } from "@tanstack/db";
import { ClosedError, SubscriptionRefusedError, TimedOutError } from "../../../target/npm/index.js";
import { newStory, pictures, rejection, rowsOf } from "./lib/story.mjs";

const one = { id: "1", text: "one" };
const two = { id: "2", text: "two" };
const three = { id: "3", text: "three" };

function handClock(test) {
  mock.timers.enable({ apis: ["setTimeout"] });
  test.after(() => mock.timers.reset());
}

test("the last error is there until the rows are", async (t) => {
  const { server, client, collection } = newStory(t);
  const messages = collection("messages");
  assert.equal(messages.utils.lastError, null);
  const loading = messages.preload();
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.send({ t: "sub-error", sub: subId, code: "FORBIDDEN", message: "Not yours." });
  const error = await rejection(loading);
  assert.ok(error instanceof SubscriptionRefusedError);
  assert.equal(messages.utils.lastError, error);

  connection.drop();
  const next = await server.accept();
  assert.equal(messages.utils.lastError, error);
  next.snapshot((await next.next()).subId, [one]);

  assert.equal(messages.utils.lastError, null);
  assert.equal(client.lastError, null);
});

test("each collection has its own last error", async (t) => {
  const { loaded, collection } = newStory(t);
  const { collection: messages, connection } = await loaded("messages", [one]);
  const secrets = collection("secrets");
  const loading = secrets.preload();
  const { subId } = await connection.next();

  connection.send({ t: "sub-error", sub: subId, code: "FORBIDDEN", message: "Not yours." });
  await rejection(loading);

  assert.equal(secrets.utils.lastError.table, "secrets");
  assert.equal(messages.utils.lastError, null);
});

test("a closed client is the last error of its collections, until it is connected again", async (t) => {
  const { server, client, loaded } = newStory(t);
  const { collection } = await loaded("messages", [one]);
  client.close();
  assert.ok(collection.utils.lastError instanceof ClosedError);

  client.connect();
  const connection = await server.accept();
  connection.live((await connection.next()).subId, 1);

  assert.equal(collection.utils.lastError, null);
});

test("the last error of a load is over when the same is loaded", async (t) => {
  t.mock.method(console, "error", () => {});
  const { server, collection } = newStory(t);
  const rows = collection("rows", { syncMode: "on-demand" });
  const query = () => createLiveQueryCollection((q) => q.from({ r: rows }).where(({ r }) => eq(r.text, "one")));
  const refused = query();
  const loading = refused.preload();
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.send({ t: "sub-error", sub: subId, code: "FORBIDDEN", message: "Not yours." });
  await rejection(loading);
  await refused.cleanup();
  assert.equal(rows.utils.lastError.code, "FORBIDDEN");
  assert.equal((await connection.next()).t, "unsub");

  const again = query();
  const reloading = again.preload();
  connection.snapshot((await connection.next()).subId, [one]);
  await reloading;

  assert.equal(rows.utils.lastError, null);
  await again.cleanup();
});

test("a refetch asks for everything again, and shows what differs, at once", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one, two]);
  const taken = pictures(collection);

  const fetching = collection.utils.refetch();
  assert.deepEqual(await connection.next(), { t: "unsub", subId });
  const sub = await connection.next();
  assert.deepEqual(sub, { t: "sub", subId: sub.subId, collection: "messages" });
  assert.deepEqual(rowsOf(collection), [one, two]);
  connection.snapshot(sub.subId, [two, three], 2);
  await fetching;

  assert.deepEqual(taken, [[two, three]]);
});

test("a refetch goes on over a lost connection", async (t) => {
  const { server, loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one]);
  const fetching = collection.utils.refetch();
  connection.drop();

  const next = await server.accept();
  const { subId, since } = await next.next();
  assert.equal(since, undefined);
  next.snapshot(subId, [two]);
  await fetching;

  assert.deepEqual(rowsOf(collection), [two]);
});

test("a refetch that is refused, or of a closed client, is rejected", async (t) => {
  const { client, loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one]);
  const fetching = collection.utils.refetch();
  await connection.next();
  const { subId } = await connection.next();
  connection.send({ t: "sub-error", sub: subId, code: "FORBIDDEN", message: "Not any more." });
  assert.equal((await rejection(fetching)).code, "FORBIDDEN");

  client.close();
  assert.ok((await rejection(collection.utils.refetch())) instanceof ClosedError);
});

test("a refetch that takes too long is rejected, and its rows come all the same", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one]);
  handClock(t);
  const fetching = rejection(collection.utils.refetch({ timeoutMs: 50 }));
  mock.timers.tick(50);

  const error = await fetching;
  assert.ok(error instanceof TimedOutError);
  assert.deepEqual([error.code, error.table, error.retryable], ["TIMED_OUT", "messages", true]);
  await connection.next();
  connection.snapshot((await connection.next()).subId, [two]);
  assert.deepEqual(rowsOf(collection), [two]);
});

test("a refetch of a collection that loads on demand asks for what is loaded", async (t) => {
  const { server, collection } = newStory(t);
  const rows = collection("rows", { syncMode: "on-demand" });
  await rows.utils.refetch();
  const live = createLiveQueryCollection((q) => q.from({ r: rows }).where(({ r }) => eq(r.text, "one")));
  const loading = live.preload();
  const connection = await server.accept();
  const { where, subId } = await connection.next();
  connection.snapshot(subId, [one]);
  await loading;

  const fetching = rows.utils.refetch();
  assert.equal((await connection.next()).t, "unsub");
  const again = await connection.next();
  assert.deepEqual([again.where, again.since], [where, undefined]);
  connection.snapshot(again.subId, [{ ...one, id: "9" }], 2);
  await fetching;

  assert.deepEqual(rowsOf(rows), [{ ...one, id: "9" }]);
  await live.cleanup();
});

test("a position that the collection has is waited for no longer", async (t) => {
  const { client, loaded } = newStory(t);
  assert.equal(client.position, 0);
  const { collection, connection } = await loaded("messages", [one]);
  assert.equal(client.position, 1);
  await collection.utils.awaitSeq(1);
  await collection.utils.awaitSeq("1");

  const order = [];
  const waiting = collection.utils.awaitSeq(7).then(() => order.push("has it"));
  connection.flush(6, {});
  await collection.utils.awaitSeq(6).then(() => order.push("has six"));
  connection.flush(7, {});
  await waiting;

  assert.deepEqual(order, ["has six", "has it"]);
  assert.equal(client.position, 7);
});

test("the rows of a position are there when the wait is over", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);

  const waiting = collection.utils.awaitSeq(2).then(() => rowsOf(collection));
  connection.changes(subId, [two], 2);

  assert.deepEqual(await waiting, [one, two]);
});

test("a position that nobody tells of is asked for", async (t) => {
  const { loaded } = newStory(t);
  const { collection, connection, subId } = await loaded("messages", [one]);
  handClock(t);
  const waiting = collection.utils.awaitSeq(5);
  mock.timers.tick(249);
  assert.equal(connection.unread, 0);
  mock.timers.tick(1);

  assert.deepEqual(await connection.next(), { t: "unsub", subId });
  const sub = await connection.next();
  assert.deepEqual([sub.since, sub.epoch], ["1", "e1"]);
  connection.live(sub.subId, 5);

  await waiting;
});

test("after the answer to a command its position is the client's", async (t) => {
  const { client, loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one]);
  const called = client.call.clear();
  const { txId } = await connection.next();

  connection.committed(txId, 9, null);
  await called;

  assert.equal(client.position, 9);
  await collection.utils.awaitSeq(client.position);
});

test("a position that does not come in time is a typed error", async (t) => {
  const { loaded } = newStory(t);
  const { collection } = await loaded("messages", [one]);
  handClock(t);
  const waiting = rejection(collection.utils.awaitSeq(401, { timeoutMs: 1_000 }));
  mock.timers.tick(1_000);

  const error = await waiting;
  assert.ok(error instanceof TimedOutError);
  // Offline queues give up for messages with such numbers.
  assert.doesNotMatch(error.message, /401/);
});

test("who waits for a collection that is cleaned up is told", async (t) => {
  const { loaded } = newStory(t);
  const { collection } = await loaded("messages", [one]);
  const waiting = [rejection(collection.utils.awaitSeq(9)), rejection(collection.utils.refetch())];

  await collection.cleanup();

  for (const error of await Promise.all(waiting)) {
    assert.equal(error.name, "AbortError");
  }
});

test("a collection whose first rows do not come is in its error state, and ready when they have come", async (t) => {
  const { server, client, collection } = newStory(t);
  handClock(t);
  const messages = collection("messages");
  const loading = rejection(messages.preload());
  (await server.accept()).close(1011, "boom");
  mock.timers.tick(29_999);
  assert.equal(messages.status, "loading");
  const { lastError } = client;
  mock.timers.tick(1);

  const error = await loading;
  assert.ok(error instanceof TimedOutError);
  assert.deepEqual([error.cause, messages.status, messages.utils.lastError], [lastError, "error", error]);
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await messages.preload();

  assert.deepEqual([messages.status, messages.utils.lastError], ["ready", null]);
  assert.deepEqual(rowsOf(messages), [one]);
});

test("a live query recovers with its collection", async (t) => {
  t.mock.method(console, "error", () => {});
  const { server, collection } = newStory(t);
  handClock(t);
  const messages = collection("messages", { loadTimeoutMs: 1_000 });
  const live = createLiveQueryCollection((q) => q.from({ m: messages }));
  const loading = rejection(live.preload());
  const connection = await server.accept();
  mock.timers.tick(1_000);
  await loading;
  assert.equal(live.status, "error");

  connection.snapshot((await connection.next()).subId, [one]);

  assert.equal(live.status, "ready");
  assert.deepEqual(rowsOf(live), [one]);
  await live.cleanup();
});

test("a collection that was ready does not fail for rows that come late", async (t) => {
  const { server, loaded } = newStory(t);
  const { collection, connection } = await loaded("messages", [one]);
  handClock(t);
  connection.drop();
  await server.nextConnection();
  mock.timers.tick(60_000);

  assert.equal(collection.status, "ready");
  assert.equal(collection.utils.lastError, null);
});

for (const [how, config, syncMode] of [
  ["without a limit, if its user wants none", { loadTimeoutMs: null }, "eager"],
  ["on demand without a limit, if its user gives none", {}, "on-demand"],
]) {
  test(`rows are waited for ${how}`, async (t) => {
    const { server, collection } = newStory(t);
    handClock(t);
    const messages = collection("messages", { ...config, syncMode });
    const live = createLiveQueryCollection((q) => q.from({ m: messages }));
    const loading = live.preload();
    const connection = await server.accept();
    mock.timers.tick(2_000_000);
    connection.snapshot((await connection.next()).subId, [one]);
    await loading;

    assert.deepEqual(rowsOf(live), [one]);
    await live.cleanup();
  });
}

test("a load on demand has a limit if its user gives one", async (t) => {
  t.mock.method(console, "error", () => {});
  const { server, collection } = newStory(t);
  handClock(t);
  const rows = collection("rows", { syncMode: "on-demand", loadTimeoutMs: 1_000 });
  const live = createLiveQueryCollection((q) => q.from({ r: rows }));
  const loading = rejection(live.preload());
  await server.accept();
  mock.timers.tick(1_000);

  await loading;
  assert.ok(rows.utils.lastError instanceof TimedOutError);
  await live.cleanup();
});

test("a limit that is none is a TypeError", (t) => {
  const { collection } = newStory(t);

  assert.throws(() => collection("messages", { loadTimeoutMs: -1 }), TypeError);
});
