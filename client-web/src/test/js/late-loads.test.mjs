// Loading on demand while the part of the package is on its way that does it. Until something is awaited it cannot have come.
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { mock, test } from "node:test";
import { TimedOutError } from "../../../target/npm/index.js";
import { onDemand } from "./lib/on-demand.mjs";
import { rejection, rowsOf } from "./lib/story.mjs";

const one = { id: "1", text: "one", rank: 1 };
const wanted = () => ({ where: { type: "func", name: "eq", args: [ref("rank"), { type: "val", value: 1 }] } });
const ref = (column) => ({ type: "ref", path: [column] });

// The first of all, since a module that has come stays.
test("a load without its part is rejected with what the browser says, and the next one tries again", async (t) => {
  let isOffline = true;
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (isOffline && specifier === "./loads.js") {
        throw new TypeError(`Failed to fetch dynamically imported module: ${specifier}`);
      }
      return next(specifier, context);
    },
  });
  t.after(() => hooks.deregister());
  const { server, rows, load, unload } = onDemand(t);
  const options = wanted();
  const loading = load(options);
  const seen = rejection(rows.utils.awaitSeq(1));

  assert.match((await rejection(loading)).message, /^Failed to fetch dynamically imported module/);
  assert.match((await seen).message, /^Failed to fetch/);
  unload(options);
  isOffline = false;
  const again = load(options);
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await again;

  assert.deepEqual(rowsOf(rows), [one]);
  assert.equal(connection.unread, 0);
});

test("a load that waits for its part has its rows, and an equal one after it is answered at once", async (t) => {
  const { server, rows, load } = onDemand(t);
  const loading = load(wanted());
  assert.equal(rows.status, "ready");
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await loading;

  assert.deepEqual(rowsOf(rows), [one]);
  assert.equal(load(wanted()), true);
});

test("who gives up a load that waits is told at once, and nothing is asked for", async (t) => {
  const { server, load, unload } = onDemand(t);
  const controller = new AbortController();
  const options = { ...wanted(), signal: controller.signal };
  const aborted = load(options);
  controller.abort(new Error("not wanted"));
  unload(options);
  const other = load({ where: { type: "func", name: "eq", args: [ref("rank"), { type: "val", value: 2 }] } });

  assert.equal((await rejection(aborted)).message, "not wanted");
  const connection = await server.accept();
  const { subId, where } = await connection.next();
  assert.equal(where.args[1].value, 2);
  connection.snapshot(subId, []);
  await other;
  assert.equal(connection.unread, 0);
});

test("a load that is let go while it waits is kept for the time of grace, as any", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const { server, load, unload } = onDemand(t);
  const options = wanted();
  load(options).catch(() => {});
  unload(options);
  const connection = await server.accept();
  const { subId } = await connection.next();

  const again = load(wanted());
  mock.timers.tick(5_000);
  assert.equal(connection.unread, 0);
  connection.snapshot(subId, [one]);
  assert.equal(await again, undefined);
});

test("a load that waits ends with its collection, which may begin again", async (t) => {
  const { server, rows, load } = onDemand(t);
  const ended = rejection(load(wanted()));
  const unseen = rejection(rows.utils.awaitSeq(1));
  await rows.cleanup();
  const loading = load(wanted());

  assert.equal((await ended).name, "AbortError");
  assert.equal((await unseen).name, "AbortError");
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one]);
  await loading;
  assert.deepEqual(rowsOf(rows), [one]);
  assert.equal(connection.unread, 0);
});

test("who waits for a position waits for the loads that wait", async (t) => {
  const { server, rows, load } = onDemand(t);
  load(wanted());
  const order = [];
  const seen = rows.utils.awaitSeq(3).then(() => order.push(rows.size));
  const connection = await server.accept();
  connection.snapshot((await connection.next()).subId, [one], 3);
  await seen;

  assert.deepEqual(order, [1]);
});

test("a load that waits too long is rejected in its time", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const { load } = onDemand(t, { loadTimeoutMs: 1_000 });
  const loading = rejection(load(wanted()));
  mock.timers.tick(1_000);

  assert.ok((await loading) instanceof TimedOutError);
});
