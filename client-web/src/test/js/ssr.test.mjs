// Pages that a server renders with rows, and that the browser goes on with from where they were read.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  collectionOptions,
  createCollection,
  createLiveQueryCollection,
  DbClient,
  DbProvider,
  eq,
  useLiveQuery,
} from "@tanstack/react-db";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { SyncClient, samovarCollectionOptions } from "../../../target/npm/index.js";
import { FakeServer } from "./lib/fake-server.mjs";
import { changesOf, rejection, rowsOf } from "./lib/story.mjs";

const one = { id: "1", text: "one" };
const two = { id: "2", text: "two" };
const three = { id: "3", text: "three" };

/** What an object answers a Worker with: rows as they are at a position. */
const snapshot = { rows: [one, two], epoch: "e1", position: "7" };

/** One end, server or browser: its own client and its own collections. */
function newEnd(test, config = {}, url = "wss://example.com/sync/lobby") {
  const server = new FakeServer();
  const client = new SyncClient({ url });
  const db = new DbClient();
  const descriptor = collectionOptions("messages", () =>
    samovarCollectionOptions({ client, table: "messages", id: "messages", getKey: (row) => row.id, ...config }),
  );
  const messages = () => {
    const collection = db.collection(descriptor);
    test.after(() => collection.cleanup());
    return collection;
  };
  test.after(() => client.close());
  return { server, client, db, descriptor, messages };
}

const stateOf = ({ rows, epoch, position }) => ({
  collections: [
    { collectionId: "messages", rows: rows.map((value) => ({ key: value.id, value })), syncMeta: { epoch, position } },
  ],
});

/** The state as it travels in a page. */
const travelled = (state) => JSON.parse(JSON.stringify(state));

function Page({ descriptor }) {
  const { data } = useLiveQuery({ query: (q) => q.from({ m: descriptor }).orderBy(({ m }) => m.id) });
  return createElement("p", null, data.map(({ text }) => text).join(", "));
}

test("a server renders rows without a connection, and passes on where they were read", (t) => {
  const { server, client, db, descriptor } = newEnd(t);
  db.hydrate(stateOf(snapshot));
  db.collection(descriptor);

  const html = renderToString(createElement(DbProvider, { client: db }, createElement(Page, { descriptor })));
  const { collections } = travelled(db.dehydrate());

  assert.equal(html, "<p>one, two</p>");
  assert.deepEqual(collections, stateOf({ ...snapshot, position: 7 }).collections);
  assert.deepEqual([client.status, server.connections.length], ["idle", 0]);
});

test("a client of a path renders on a server, and says of whatever takes a connection where to do it", async (t) => {
  const { server, client, db, descriptor, messages } = newEnd(t, {}, "/sync/lobby");
  db.hydrate(stateOf(snapshot));
  const collection = messages();

  const html = renderToString(createElement(DbProvider, { client: db }, createElement(Page, { descriptor })));
  const error = await rejection(collection.insert(three).isPersisted.promise);

  assert.equal(html, "<p>one, two</p>");
  assert.deepEqual([error.name, error.code, error.retryable], ["ClosedError", "NO_HOST", false]);
  assert.match(error.message, /only a page has a host .* Write in the browser, or give a whole URL/);
  assert.deepEqual([client.status, client.lastError.code, client.pendingWrites], ["closed", "NO_HOST", 0]);
  assert.equal((await rejection(client.call.clearRoom())).code, "NO_HOST");
  assert.equal(
    (await rejection(collection.update("1", (draft) => (draft.text = "")).isPersisted.promise)).code,
    "NO_HOST",
  );
  assert.deepEqual([rowsOf(collection), server.connections.length], [[one, two], 0]);
});

test("a client of a path asks for no token on a server, keeps nothing there, and has no rows", async (t) => {
  const server = new FakeServer();
  const asked = () => assert.fail("asked for a token");
  const client = new SyncClient({ url: "/sync/lobby", token: asked, retryDelayMs: asked, persist: { user: "ann" } });
  const collection = createCollection(samovarCollectionOptions({ client, table: "messages", getKey: (row) => row.id }));
  t.after(() => collection.cleanup());

  assert.equal((await rejection(collection.preload())).code, "NO_HOST");

  assert.deepEqual([client.persistence, collection.utils.lastError.code], ["off", "NO_HOST"]);
  assert.equal(server.connections.length, 0);
});

test("the browser shows the rows at once and is sent only what has changed since", async (t) => {
  const { server, db, messages } = newEnd(t);
  db.hydrate(travelled(stateOf(snapshot)));
  const collection = messages();
  await collection.preload();
  assert.deepEqual([collection.status, rowsOf(collection)], ["ready", [one, two]]);
  const changes = changesOf(collection);

  const connection = await server.accept();
  const { subId, since, epoch } = await connection.next();
  assert.deepEqual([since, epoch], ["7", "e1"]);
  const missed = [
    [0, "1"],
    [2, "2", { text: "due" }],
    [1, "3", three],
  ];
  connection.send({ t: "changes", sub: subId, changes: missed }).live(subId, 9);

  assert.deepEqual(rowsOf(collection), [{ ...two, text: "due" }, three]);
  assert.deepEqual(changes.map(({ type, key }) => `${type} ${key}`).sort(), ["delete 1", "insert 3", "update 2"]);
  connection.changes(subId, [one], 10);
  assert.deepEqual(rowsOf(collection), [one, { ...two, text: "due" }, three]);
});

test("rows of a position that is void stay until the snapshot, which only changes what differs", async (t) => {
  const { server, db, messages } = newEnd(t);
  db.hydrate(stateOf(snapshot));
  const collection = messages();
  collection.startSyncImmediate();
  const changes = changesOf(collection);

  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.send({ t: "reset", sub: subId, reason: "epoch" });
  assert.deepEqual(rowsOf(collection), [one, two]);
  connection.snapshot(subId, [two, three], 9);

  assert.deepEqual(rowsOf(collection), [two, three]);
  assert.deepEqual(changes.map(({ type, key }) => `${type} ${key}`).sort(), ["delete 1", "insert 3"]);
});

test("rows of an unknown position are asked for again, and those that are no more leave", async (t) => {
  const { server, db, messages } = newEnd(t);
  db.hydrate(stateOf({ ...snapshot, position: "nowhere" }));
  const collection = messages();
  const loading = collection.preload();
  assert.equal(collection.status, "loading");

  const connection = await server.accept();
  const { subId, since } = await connection.next();
  assert.equal(since, undefined);
  connection.snapshot(subId, [two], 9);
  await loading;

  assert.deepEqual(rowsOf(collection), [two]);
});

test("of two readings the client goes on from the earlier, and of two epochs from none", async (t) => {
  for (const [later, expected] of [
    [{ rows: [three], epoch: "e1", position: "9" }, "7"],
    [{ rows: [three], epoch: "e1", position: "5" }, "5"],
    [{ rows: [three], epoch: "e2", position: "9" }, undefined],
  ]) {
    const { server, db, messages } = newEnd(t);
    db.hydrate(stateOf(snapshot));
    db.hydrate(stateOf(later));
    messages().startSyncImmediate();
    const connection = await server.accept();

    assert.equal((await connection.next()).since, expected);
  }
});

test("a collection that has lived is passed on with its newest position, and none while it has none", async (t) => {
  const { server, db, messages } = newEnd(t);
  const collection = messages();
  const loading = collection.preload();
  assert.equal(db.dehydrate().collections[0].syncMeta, undefined);
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.snapshot(subId, [one], 3);
  await loading;
  connection.changes(subId, [two], 4);
  assert.deepEqual(db.dehydrate().collections[0].syncMeta, { epoch: "e1", position: 4 });

  // While a write of the user holds rows back, the position is ahead of those that are shown.
  const write = collection.insert(three).isPersisted.promise.catch(() => {});
  connection.changes(subId, [{ ...one, text: "uno" }], 5);
  const { rows, syncMeta } = db.dehydrate().collections[0];
  assert.deepEqual([rows.length, syncMeta], [2, undefined]);
  const { txId } = await connection.next();
  connection.committed(txId, 6);
  await write;
});

test("a refused collection of a rendered page loses its rows, and stays usable", async (t) => {
  const { server, db, messages } = newEnd(t);
  db.hydrate(stateOf(snapshot));
  const collection = messages();
  collection.startSyncImmediate();
  const connection = await server.accept();
  const { subId } = await connection.next();

  connection.send({ t: "sub-error", sub: subId, code: "FORBIDDEN", message: "Not yours." });

  assert.deepEqual([collection.status, collection.size], ["ready", 0]);
  assert.equal(collection.utils.lastError.code, "FORBIDDEN");
  const waiting = rejection(collection.utils.refetch());
  await connection.next();
  connection.send({ t: "sub-error", sub: (await connection.next()).subId, code: "FORBIDDEN", message: "no" });
  assert.equal((await waiting).code, "FORBIDDEN");
});

test("rows of a rendered page that no load has leave when the loads have come", async (t) => {
  const { server, db, messages } = newEnd(t, { syncMode: "on-demand" });
  db.hydrate(travelled({ collections: stateOf({ ...snapshot, rows: [one, two, three] }).collections }));
  const collection = messages();
  const query = (text) => {
    const matching = (q) => q.from({ m: collection }).where(({ m }) => eq(m.text, text));
    const live = createLiveQueryCollection({ query: matching, gcTime: 1 });
    t.after(() => live.cleanup());
    return { live, loading: live.preload() };
  };
  const [first, second] = [query("one"), query("two")];
  assert.deepEqual(rowsOf(collection), [one, two, three]);

  const connection = await server.accept();
  const subs = [await connection.next(), await connection.next()];
  connection.snapshot(subs[0].subId, [one]);
  await first.loading;
  assert.ok(collection.has("2"));
  connection.snapshot(subs[1].subId, [two]);
  await second.loading;

  assert.deepEqual(rowsOf(collection), [one, two]);
  connection.flush(2, { subs: [[subs[0].subId, [[0, "1"]]]] });
  assert.deepEqual(rowsOf(collection), [two]);
});

test("a collection that starts anew has nothing, and asks for everything", async (t) => {
  const { server, db, messages } = newEnd(t);
  db.hydrate(stateOf(snapshot));
  const collection = messages();
  collection.startSyncImmediate();
  const connection = await server.accept();
  await connection.next();
  await collection.cleanup();
  assert.equal((await connection.next()).t, "unsub");

  const loading = collection.preload();
  const { subId, since } = await connection.next();
  assert.equal(since, undefined);
  connection.snapshot(subId, [two], 9);
  await loading;

  assert.deepEqual(rowsOf(collection), [two]);
});
