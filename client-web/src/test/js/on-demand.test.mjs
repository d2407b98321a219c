// Loading on demand, by live queries of stock TanStack DB over a scripted server.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { and, eq, gt, ilike, inArray, like } from "@tanstack/db";
import { ClosedError, SubscriptionRefusedError } from "../../../target/npm/index.js";
import { onDemand } from "./lib/on-demand.mjs";
import { newStory, plain, rejection, rowsOf } from "./lib/story.mjs";

const one = { id: "1", text: "one", rank: 1 };
const two = { id: "2", text: "two", rank: 2 };
const three = { id: "3", text: "three", rank: 3 };

const ref = (column) => ({ type: "ref", path: [column] });
const val = (value) => ({ type: "val", value });
const func = (name, ...args) => ({ type: "func", name, args });
const byRank = [
  { expression: ref("rank"), compareOptions: { direction: "asc", nulls: "first", stringSort: "lexical" } },
];

const ranked = (rank) => (q) => q.where(({ r }) => eq(r.rank, rank));
const first = (limit) => (q) => q.orderBy(({ r }) => r.rank).limit(limit);

/** The rows of a live query, in its order. */
const shown = (live) => live.toArray.map(plain);

test("an eager collection has the rows of its filter", async (t) => {
  const { server, collection } = newStory(t);
  const rows = collection("rows", { where: (row) => and(eq(row.rank, 1), like(row.text, "o%")) });
  const loading = rows.preload();
  const connection = await server.accept();
  const { subId, where } = await connection.next();
  connection.snapshot(subId, [one]);
  await loading;

  assert.deepEqual(where, func("and", func("eq", ref("rank"), val(1)), func("like", ref("text"), val("o%"))));
  assert.deepEqual(rowsOf(rows), [one]);
});

test("a filter that the server cannot run is a TypeError at once", (t) => {
  const { collection } = newStory(t);

  assert.throws(() => collection("rows", { where: (row) => ilike(row.text, "o%") }), TypeError);
});

test("a live query loads the rows of its filter, and they stay fresh", async (t) => {
  const { server, rows, query } = onDemand(t);
  const live = query(ranked(1));
  const connection = await server.accept();
  const { subId, where, limit } = await connection.next();
  assert.deepEqual([where, limit], [func("eq", ref("rank"), val(1)), undefined]);
  assert.equal(live.status, "loading");
  connection.snapshot(subId, [one]);
  await live.loading;
  assert.deepEqual(rowsOf(rows), [one]);

  connection.changes(subId, [{ ...one, text: "uno" }], 2);

  assert.deepEqual(shown(live), [{ ...one, text: "uno" }]);
});

test("equal demands share a subscription, and the second is ready at once", async (t) => {
  const { server, query } = onDemand(t);
  const live = query(ranked(1));
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await live.loading;

  const other = query(ranked(1));

  assert.equal(other.status, "ready");
  assert.deepEqual(shown(other), [one]);
  assert.equal(connection.unread, 0);
});

test("the same filter in another order or of another length is asked for on its own", async (t) => {
  const { server, load } = onDemand(t);
  const where = func("gt", ref("rank"), val(0));
  const descending = [{ ...byRank[0], compareOptions: { ...byRank[0].compareOptions, direction: "desc" } }];
  for (const options of [
    { where },
    { where, orderBy: byRank, limit: 2 },
    { where, orderBy: byRank, limit: 3 },
    { where, orderBy: descending, limit: 2 },
  ]) {
    load(options).catch(() => {});
  }
  const connection = await server.accept();

  const asked = [];
  while (connection.unread > 0) {
    const { orderBy, limit } = await connection.next();
    asked.push([orderBy?.[0].compareOptions.direction, limit]);
  }
  assert.deepEqual(asked, [
    [undefined, undefined],
    ["asc", 2],
    ["asc", 3],
    ["desc", 2],
  ]);
});

test("who gives up a load takes it from nobody else", async (t) => {
  const { server, rows, load } = onDemand(t);
  const where = func("eq", ref("rank"), val(1));
  const { signal, abort } = withAbort();
  const aborted = load({ where, signal });
  const shared = load({ where, signal: withAbort().signal });
  const connection = await server.accept();
  const { subId } = await connection.next();

  abort(new Error("not wanted"));
  assert.equal((await rejection(aborted)).message, "not wanted");
  connection.snapshot(subId, [one]);
  await shared;

  assert.deepEqual(rowsOf(rows), [one]);
  assert.equal(connection.unread, 0);
});

test("what nobody wants any more when there is a connection is not asked for", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const { server, load, unload } = onDemand(t);
  const gone = { where: func("eq", ref("rank"), val(1)) };
  load(gone).catch(() => {});
  load({ where: func("eq", ref("rank"), val(2)) }).catch(() => {});
  const connection = await server.nextConnection();
  unload(gone);
  mock.timers.tick(5_000);

  connection.accept();
  connection.welcome();

  assert.deepEqual((await connection.next()).where, func("eq", ref("rank"), val(2)));
  assert.equal(connection.unread, 0);
});

test("rows that come when nobody wants them any more are not shown", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const { server, rows, load, unload } = onDemand(t);
  const options = { where: func("eq", ref("rank"), val(1)) };
  load(options).catch(() => {});
  const connection = await server.accept();
  const { subId } = await connection.next();

  unload(options);
  mock.timers.tick(5_000);
  connection.snapshot(subId, [one]);

  assert.equal((await connection.next()).t, "unsub");
  assert.deepEqual(rowsOf(rows), []);
});

test("a row that no load has leaves when its write is confirmed", async (t) => {
  const { server, rows, query } = onDemand(t);
  const live = query(ranked(1));
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await live.loading;

  const transaction = rows.insert({ id: "9", text: "nine", rank: 9 });
  const { txId } = await connection.next();
  assert.ok(rows.has("9"));
  connection.committed(txId, 2);
  await transaction.isPersisted.promise;

  assert.deepEqual(rowsOf(rows), [one]);
});

test("a write outlives the load of its row, and the row leaves with it", async (t) => {
  const { server, rows, query } = onDemand(t);
  const live = query(ranked(1));
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await live.loading;
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const transaction = rows.update("1", (row) => {
    row.text = "uno";
  });
  const { txId } = await connection.next();

  await live.cleanup();
  mock.timers.tick(5_000);
  assert.equal((await connection.next()).t, "unsub");
  assert.deepEqual(rowsOf(rows), [{ ...one, text: "uno" }]);
  connection.committed(txId, 2);
  await transaction.isPersisted.promise;

  assert.deepEqual(rowsOf(rows), []);
});

test("rows that nobody wants stay for the time of grace, then leave", async (t) => {
  const { server, rows, query } = onDemand(t);
  const live = query(ranked(1));
  const other = query((q) => q.where(({ r }) => gt(r.rank, 0)));
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.snapshot(subId, [one]);
  connection.snapshot((await connection.next()).subId, [one, two]);
  await Promise.all([live.loading, other.loading]);
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());

  await other.cleanup();
  mock.timers.tick(4_999);
  assert.equal(connection.unread, 0);
  assert.deepEqual(rowsOf(rows), [one, two]);
  mock.timers.tick(1);

  assert.equal((await connection.next()).t, "unsub");
  assert.deepEqual(rowsOf(rows), [one]);
});

test("a load that is wanted again in its time of grace is ready at once", async (t) => {
  const { server, query } = onDemand(t);
  const live = query(ranked(1));
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await live.loading;
  await live.cleanup();

  const again = query(ranked(1));

  assert.equal(again.status, "ready");
  assert.deepEqual(shown(again), [one]);
  assert.equal(connection.unread, 0);
});

test("a lost connection keeps a load waiting", async (t) => {
  const { server, query } = onDemand(t);
  const live = query(ranked(1));
  const connection = await server.accept();
  await connection.next();
  connection.drop();

  const next = await server.accept();
  next.snapshot((await next.next()).subId, [one]);
  await live.loading;

  assert.deepEqual(shown(live), [one]);
});

test("a reset replaces the rows of its load alone, without an empty moment and without loading again", async (t) => {
  const { server, rows, query } = onDemand(t);
  const live = query(ranked(1));
  const other = query(ranked(2));
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.snapshot(subId, [one, { ...three, rank: 1 }]);
  connection.snapshot((await connection.next()).subId, [two]);
  await Promise.all([live.loading, other.loading]);
  const sizes = [];
  live.subscribeChanges(() => sizes.push(live.size));

  connection.send({ t: "reset", sub: subId, reason: "pruned" }).snapshot(subId, [{ ...one, text: "uno" }], 2);

  assert.deepEqual(rowsOf(rows), [{ ...one, text: "uno" }, two]);
  assert.deepEqual([live.status, sizes, connection.unread], ["ready", [1], 0]);
});

test("a load that is reset before its rows have come is there with the new ones", async (t) => {
  const { server, query } = onDemand(t);
  const live = query(ranked(1));
  const connection = await server.accept();
  const { subId } = await connection.next();
  connection.send({ t: "begin", sub: subId, epoch: "e1", seq: "1" }).chunk(subId, ["id", "text", "rank"], [three]);

  connection.send({ t: "reset", sub: subId, reason: "schema" }).snapshot(subId, [one], 2);
  await live.loading;

  assert.deepEqual(shown(live), [one]);
});

test("a refused load is rejected, and the next one asks anew", async (t) => {
  const { server, client, rows, query, load } = onDemand(t);
  t.mock.method(console, "error", () => {});
  const options = { where: func("eq", ref("rank"), val(1)) };
  const live = query(ranked(2));
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [two]);
  await live.loading;

  const refused = load(options);
  const { subId } = await connection.next();
  connection.send({ t: "sub-error", sub: subId, code: "FORBIDDEN", message: "Not yours." });
  const error = await rejection(refused);
  assert.ok(error instanceof SubscriptionRefusedError);
  assert.deepEqual([error.code, error.message, error.table], ["FORBIDDEN", "Not yours.", "rows"]);
  assert.equal(client.lastError, error);
  assert.equal(rows.status, "ready");

  const again = query(ranked(1));
  assert.equal((await connection.next()).t, "unsub");
  connection.snapshot((await connection.next()).subId, [one], 2);
  await again.loading;
  assert.deepEqual(rowsOf(rows), [one, two]);
});

test("a load of a closed client is rejected, and one after it is connected again is not", async (t) => {
  const { server, client, load } = onDemand(t);
  const options = { where: func("eq", ref("rank"), val(1)) };
  client.close();

  assert.ok((await rejection(load(options))) instanceof ClosedError);
  client.connect();
  const again = load(options);
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await again;

  assert.equal(load({ ...options }), true);
});

test("a load that was refused asks again when the same is loaded, and lets go of nothing twice", async (t) => {
  const { server, rows, load, unload } = onDemand(t);
  const options = { where: func("eq", ref("rank"), val(1)) };
  const refused = load(options);
  const connection = await server.accept();
  connection.send({ t: "sub-error", sub: (await connection.next()).subId, code: "FORBIDDEN", message: "no" });
  await rejection(refused);
  unload(options);
  assert.equal((await connection.next()).t, "unsub");

  const again = load(options);
  connection.snapshot((await connection.next()).subId, [one]);
  await again;

  assert.equal(connection.unread, 0);
  assert.deepEqual(rowsOf(rows), [one]);
});

test("a load that is aborted is rejected with the reason of the signal", async (t) => {
  const { server, load } = onDemand(t);
  const { signal, abort } = withAbort();
  const aborted = load({ where: func("eq", ref("rank"), val(1)), signal });
  await server.accept();

  abort(new Error("not wanted"));

  assert.equal((await rejection(aborted)).message, "not wanted");
  const late = load({ signal });
  assert.equal((await rejection(late)).message, "not wanted");
});

test("what the server cannot filter TanStack DB filters, of all rows of the rest", async (t) => {
  const { server, query } = onDemand(t);
  const live = query((q) =>
    q
      .where(({ r }) => and(gt(r.rank, 0), ilike(r.text, "T%")))
      .orderBy(({ r }) => r.rank)
      .limit(1),
  );
  const connection = await server.accept();
  const { subId, where, orderBy, limit } = await connection.next();
  connection.snapshot(subId, [one, two, three]);
  const ties = await connection.next();
  assert.deepEqual(ties.where, func("and", func("gt", ref("rank"), val(0)), func("eq", ref("rank"), val(2))));
  connection.snapshot(ties.subId, [two]);
  await live.loading;

  assert.deepEqual([where, orderBy, limit], [func("gt", ref("rank"), val(0)), undefined, undefined]);
  assert.deepEqual(shown(live), [two]);
});

test("$key is the column of the key", async (t) => {
  const { server, query } = onDemand(t);
  query((q) => q.where(({ r }) => eq(r.$key, "1")));
  const connection = await server.accept();

  assert.deepEqual((await connection.next()).where, func("eq", ref("id"), val("1")));
});

test("a key that is computed is not asked for", async (t) => {
  const { server, query } = onDemand(t, { getKey: (row) => Number(row.id) });
  query((q) => q.where(({ r }) => and(eq(r.$key, 1), eq(r.rank, 1))));
  const connection = await server.accept();

  assert.deepEqual((await connection.next()).where, func("eq", ref("rank"), val(1)));
});

test("a long list is asked for in pieces", async (t) => {
  const { server, query } = onDemand(t);
  const ids = Array.from({ length: 1_500 }, (_, i) => `${i}`);
  const live = query((q) => q.where(({ r }) => inArray(r.id, ids)));
  const connection = await server.accept();
  const subs = [await connection.next(), await connection.next()];
  assert.deepEqual(
    subs.map(({ where }) => where.args[1].value.length),
    [1_000, 500],
  );
  connection.snapshot(subs[0].subId, [one]);
  connection.snapshot(subs[1].subId, [two]);
  await live.loading;

  assert.deepEqual(shown(live), [one, two]);
});

test("a filter of the collection is joined to every load", async (t) => {
  const { server, query } = onDemand(t, { where: (row) => gt(row.rank, 0) });
  query(ranked(1));
  const connection = await server.accept();

  assert.deepEqual(
    (await connection.next()).where,
    func("and", func("gt", ref("rank"), val(0)), func("eq", ref("rank"), val(1))),
  );
});

test("an ordered window is a window of the server, with the ties of its last row", async (t) => {
  const { server, query } = onDemand(t);
  const live = query(first(2));
  const connection = await server.accept();
  const { subId, where, orderBy, limit, offset } = await connection.next();
  assert.deepEqual([where, orderBy, limit, offset], [undefined, byRank, 2, undefined]);
  connection.snapshot(subId, [one, two]);
  const ties = await connection.next();
  assert.deepEqual(ties.where, func("eq", ref("rank"), val(2)));
  connection.snapshot(ties.subId, [two]);
  await live.loading;

  assert.deepEqual(shown(live), [one, two]);
});

test("a page behind a cursor is its ties and the first rows behind them", async (t) => {
  const { server, load, unload } = onDemand(t);
  const orderBy = byRank;
  const cursor = { whereFrom: func("gt", ref("rank"), val(2)), whereCurrent: func("eq", ref("rank"), val(2)) };
  const options = { where: func("gt", ref("rank"), val(0)), orderBy, limit: 2, offset: 2, cursor };
  const loading = load(options);
  const connection = await server.accept();
  const ties = await connection.next();
  const page = await connection.next();
  assert.deepEqual([ties.where, ties.limit], [func("and", options.where, cursor.whereCurrent), undefined]);
  assert.deepEqual(
    [page.where, page.orderBy, page.limit, page.offset],
    [func("and", options.where, cursor.whereFrom), byRank, 2, undefined],
  );
  connection.snapshot(ties.subId, [two]);
  connection.snapshot(page.subId, [three]);
  assert.equal(await loading, undefined);

  assert.equal(load({ where: func("and", options.where, cursor.whereCurrent) }), true);
  unload(options);
  unload(options);
  assert.equal(load({ ...options, offset: 4, signal: new AbortController().signal }), true);
});

test("an order that the server does not know is asked for whole", async (t) => {
  const { server, load } = onDemand(t);
  const orderBy = [
    { expression: ref("text"), compareOptions: { direction: "asc", nulls: "first", stringSort: "locale" } },
  ];
  load({ orderBy, limit: 2 }).catch(() => {});
  const connection = await server.accept();

  const { orderBy: order, limit } = await connection.next();
  assert.deepEqual([order, limit], [undefined, undefined]);
});

test("rows that a write of the user holds back are not loaded before they are shown", async (t) => {
  const { server, rows, query, load } = onDemand(t);
  const live = query(ranked(1));
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await live.loading;
  const transaction = rows.update("1", (row) => {
    row.text = "uno";
  });
  const { txId } = await connection.next();
  const options = { where: func("eq", ref("rank"), val(2)) };
  const loading = load(options);
  connection.snapshot((await connection.next()).subId, [two]);
  const order = [];
  loading.then(() => order.push(rows.has("2")));

  connection.committed(txId, 2);
  await transaction.isPersisted.promise;
  await loading;

  assert.deepEqual(order, [true]);
});

function withAbort() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
}
