// The compiled client with TanStack DB, over a network that fails, against an object in workerd.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { CUT_BEFORE, CUT_BEHIND, CUT_INSIDE, LOST, TWICE } from "./network/lane.mjs";
import { plain, post, Room, rowsOf, until } from "./network/room.mjs";

let runtime;
let rooms = 0;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

const newRoom = (t) => new Room(t, runtime, `faults-${++rooms}`);
const kind = (wanted) => (frame) => frame.t === wanted;

/** Waits until a collection shows what the object has, and says what that is. */
async function converged(room, collection) {
  const expected = await room.rows();
  const shown = () => JSON.stringify(rowsOf(collection));
  await until(`${shown()} is ${JSON.stringify(expected)}`, () => shown() === JSON.stringify(expected));
  return expected;
}

/** What a client goes through whose every kind of message is in it: three pieces of rows, writes, news and a command. */
async function live(room, proxied) {
  const { client, collection } = proxied;
  const posts = collection();
  await posts.preload();
  const writes = [
    posts.insert(post("new")),
    posts.update("row-1", (row) => {
      row.val = "changed";
    }),
    posts.delete("row-2"),
  ];
  await room.write("INSERT INTO posts (id, box, val) VALUES ('news', 'b', 'told')");
  await Promise.all([client.call.count("counted"), ...writes.map(({ isPersisted }) => isPersisted.promise)]);
  const rows = await converged(room, posts);
  assert.deepEqual(
    rows.map(({ id }) => id),
    ["new", "news", "row-0", "row-1", "row-3"],
  );
  assert.equal(posts.get("row-1").val, "changed");
  assert.deepEqual(await room.tally(), { "row-2 by root": 1, "val new": 1, changed: 1, counted: 1 });
  assert.equal(client.pendingWrites, 0);
}

/** Rows so large that they come in several pieces. */
async function prepared(t) {
  const room = newRoom(t);
  const values = [0, 1, 2, 3].map((i) => `('row-${i}', 'a', 'old', replace(hex(zeroblob(50000)), '0', 'x'))`);
  await room.write(`INSERT INTO posts (id, box, val, pad) VALUES ${values.join(", ")}`);
  return room;
}

test("nothing is amiss without a fault", async (t) => {
  const room = await prepared(t);
  await live(room, await room.client());
});

for (const fate of [CUT_BEFORE, CUT_INSIDE, CUT_BEHIND]) {
  for (const way of ["welcome", "begin", "chunk", "live", "flush"]) {
    test(`a connection ${fate} the server's ${way}`, async (t) => {
      const room = await prepared(t);
      const proxied = await room.client();
      const happened = proxied.proxy.down.fail(fate, kind(way));

      await live(room, proxied);

      await happened;
    });
  }

  for (const way of ["hello", "sub", "ack", "mut", "call"]) {
    test(`a connection ${fate} the client's ${way}`, async (t) => {
      const room = await prepared(t);
      const proxied = await room.client();
      const happened = proxied.proxy.up.fail(fate, kind(way));

      await live(room, proxied);

      await happened;
    });
  }
}

test("a write that comes to the server twice is done once", async (t) => {
  const room = await prepared(t);
  const proxied = await room.client();
  const happened = Promise.all(["mut", "mut", "mut", "call"].map((way) => proxied.proxy.up.fail(TWICE, kind(way))));

  await live(room, proxied);

  await happened;
});

test("what the server tells twice counts once", async (t) => {
  const room = await prepared(t);
  const proxied = await room.client();
  const happened = proxied.proxy.down.fail(TWICE, kind("flush"));

  await live(room, proxied);

  await happened;
});

test("a piece of rows that comes twice counts once", async (t) => {
  const room = await prepared(t);
  const proxied = await room.client();
  const happened = proxied.proxy.down.fail(TWICE, kind("chunk"));

  await live(room, proxied);

  await happened;
});

test("a client that lacks a message finds out by the next one, and gets what it missed", async (t) => {
  const room = newRoom(t);
  const { proxy, client, collection } = await room.client();
  const posts = collection();
  await posts.preload();
  const statuses = [];
  client.onStatusChange((status) => statuses.push(status));
  const lost = proxy.down.fail(LOST, kind("flush"));
  const first = posts.insert(post("a"));
  await lost;

  const second = posts.insert(post("b"));
  await Promise.all([first, second].map(({ isPersisted }) => isPersisted.promise));

  assert.ok(statuses.includes("reconnecting"), `${statuses}`);
  await converged(room, posts);
  assert.deepEqual(await room.tally(), { "val a": 1, "val b": 1 });
});

test("a write stays on screen while its answer is long in coming, and a drop then does not undo it", async (t) => {
  const room = newRoom(t);
  const { proxy, client, collection } = await room.client();
  const posts = collection();
  await posts.preload();
  const seen = [];
  posts.subscribeChanges((changes) => seen.push(...changes.map(({ type, key }) => `${type} ${key}`)));
  proxy.down.hold();
  const insert = posts.insert(post("a"));
  await room.write("INSERT INTO posts (id, box, val) VALUES ('b', 'b', 'told')");

  proxy.cut();
  await until("the client knows", () => client.status !== "open");
  assert.deepEqual([...posts.keys()], ["a"]);
  assert.equal(client.pendingWrites, 1);
  proxy.down.release();

  await insert.isPersisted.promise;
  await converged(room, posts);
  assert.deepEqual(
    seen.filter((change) => change.startsWith("delete")),
    [],
  );
  assert.deepEqual(await room.tally(), { "val a": 1 });
});

test("a connection that carries nothing any more is found out, and its write is done once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const room = newRoom(t);
  const { proxy, client, collection } = await room.client();
  const posts = collection();
  await posts.preload();
  proxy.silence();
  const insert = posts.insert(post("a"));
  await room.write("INSERT INTO posts (id, box, val) VALUES ('b', 'b', 'told')");
  assert.equal(client.status, "open");

  const tick = () => {
    t.mock.timers.tick(1_000);
    return client.status !== "open";
  };
  await until("the client gives it up", tick);
  t.mock.timers.tick(0);

  await insert.isPersisted.promise;
  await converged(room, posts);
  assert.deepEqual(await room.tally(), { "val a": 1 });
});

test("a server that is not there is found again", async (t) => {
  const room = await prepared(t);
  const proxied = await room.client();
  proxied.proxy.isReachable = false;
  let failures = 0;
  proxied.client.onStatusChange(() => {
    failures += proxied.client.status === "reconnecting" ? 1 : 0;
  });
  proxied.client.connect();
  await until("it was tried", () => failures > 0);
  proxied.proxy.isReachable = true;

  await live(room, proxied);
});

for (const bytes of [300, 5]) {
  test(`${bytes} bytes come at a time`, async (t) => {
    const room = newRoom(t);
    const values = Array.from({ length: 40 }, (_, i) => `('row-${i}', 'a', 'old ${i}')`);
    await room.write(`INSERT INTO posts (id, box, val) VALUES ${values.join(", ")}`);
    const proxied = await room.client();
    proxied.proxy.up.bytesPerTurn = bytes;
    proxied.proxy.down.bytesPerTurn = bytes;
    const posts = proxied.collection();
    await posts.preload();

    await posts.insert(post("a")).isPersisted.promise;

    await converged(room, posts);
    assert.deepEqual(plain(posts.get("a")), post("a"));
  });
}
