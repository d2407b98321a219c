// Housekeeping in workerd: what is old is compacted, later removed, and clients of any age converge.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { reference, samovar } from "./synced/clients.mjs";

const HOUR_MILLIS = 3_600_000;
/** A guard only. */
const TIMEOUT_MILLIS = 20_000;
/** More than a step of housekeeping looks at. */
const WRITES = 1_200;

let runtime;
let objects = 0;
let object;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

const sql = (query, ...bindings) => runtime.sql("ProbeOfSync", object, query, ...bindings);
const count = async (from) => (await sql(`SELECT COUNT(*) AS n FROM ${from}`))[0].n;
const linesOf = (key) => count(`_sync_changes WHERE key = '${key}'`);
const ONES = {
  type: "func",
  name: "eq",
  args: [
    { type: "ref", path: ["whole"] },
    { type: "val", value: 1 },
  ],
};

/** A writer of an object of its own, with some rows. */
async function begun() {
  objects++;
  object = `retention-${objects}`;
  const writer = await samovar(runtime, object, "writer");
  await writer.exec("INSERT INTO things (id, whole) VALUES ('one', 1), ('first', 1), ('other', 2)");
  return writer;
}

/** Very many lines of two rows that no filter matches, and a few of others. */
async function churn(writer) {
  await writer.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO things (id, whole) SELECT 'secret' || (i % 2), i + 1 FROM n WHERE 1
      ON CONFLICT (id) DO UPDATE SET whole = excluded.whole`,
    WRITES,
  );
  await writer.exec("UPDATE things SET whole = 2 WHERE id = 'first'");
  await writer.exec("INSERT INTO things (id, whole) VALUES ('last', 1)");
}

/** So many hours pass for what is kept; the tick behind the next write begins a round. */
async function pass(writer, hours) {
  await sql("UPDATE _sync_marks SET at = at - ?", hours * HOUR_MILLIS);
  await sql("UPDATE _sync_receipts SET at = at - ?", hours * HOUR_MILLIS);
  await runtime.evict("ProbeOfSync", object);
  await writer.exec("UPDATE things SET words = coalesce(words, '') || 'x' WHERE id = 'one'");
  await until("a round begins", async () => (await count(`_sync_marks WHERE at > ${Date.now() - HOUR_MILLIS}`)) > 0);
}

/** Housekeeping goes on with each tick, without a word to anybody. */
async function until(what, holds) {
  const deadline = Date.now() + TIMEOUT_MILLIS;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `It does not come to it that ${what}.`);
  }
}

async function compacted(writer) {
  // The first round marks the newest position, beyond which the second one does not go.
  await pass(writer, 2);
  await pass(writer, 2);
  await until("the log is compacted", async () => (await linesOf("secret0")) === 1);
}

const wasReset = (client) => client.frames.find(({ t }) => t === "reset");

async function comesBack(earlier, connect, sub, fields) {
  const client = await connect(runtime, object, "reader");
  client.rows = earlier.rows;
  await client.subscribe(sub, fields);
  return client;
}

const rowsNow = async (where) => (await sql(`SELECT id FROM things WHERE ${where} ORDER BY id`)).map(({ id }) => id);

test("of lines that are older than an hour the last of each key is left, and a client of all rows goes on", async () => {
  const writer = await begun();
  const reader = await samovar(runtime, object, "reader");
  await reader.subscribe("all");
  await reader.socket.close();
  await churn(writer);
  assert.equal(await linesOf("secret0"), WRITES / 2);

  await compacted(writer);
  const back = await comesBack(reader, samovar, "all", reader.positions.get("all"));

  assert.equal(wasReset(back), undefined);
  assert.deepEqual(back.keys("all"), await rowsNow("1"));
});

test("whoever followed a filter before the log was compacted begins anew, and learns of no other rows", async () => {
  const writer = await begun();
  const reader = await samovar(runtime, object, "reader");
  const old = await reference(runtime, object, "reader");
  await reader.subscribe("ones", { where: ONES });
  await old.subscribe("ones", { where: ONES });
  await reader.socket.close();
  await old.socket.close();
  await churn(writer);
  await compacted(writer);

  const back = await comesBack(reader, samovar, "ones", { where: ONES, ...reader.positions.get("ones") });
  const oldBack = await comesBack(old, reference, "ones", { where: ONES, since: String(old.cursor) });

  assert.equal(wasReset(back).reason, "compacted");
  for (const client of [back, oldBack]) {
    assert.deepEqual(client.keys("ones"), ["last", "one"]);
    assert.equal(JSON.stringify(client.frames).includes("secret"), false);
  }
});

test("what is older than two days is removed, and whoever was away for so long begins anew", async () => {
  const writer = await begun();
  const reader = await samovar(runtime, object, "reader");
  const old = await reference(runtime, object, "reader");
  await reader.subscribe("all");
  await old.subscribe("all");
  await reader.socket.close();
  await old.socket.close();
  await churn(writer);
  await pass(writer, 49);
  await pass(writer, 49);
  await until("the log is short", async () => (await count("_sync_changes")) < 20);

  const back = await comesBack(reader, samovar, "all", reader.positions.get("all"));
  const oldBack = await comesBack(old, reference, "all", { since: String(old.cursor) });

  assert.equal(wasReset(back).reason, "pruned");
  assert.ok(wasReset(oldBack));
  for (const client of [back, oldBack]) {
    assert.deepEqual(client.keys("all"), await rowsNow("1"));
  }
});

test("a receipt is kept for a day and then removed, and positions never run backwards", async () => {
  const writer = await begun();
  const insert = { type: "insert", key: "n", cols: { id: "n", body: "x" } };
  const write = { t: "mut", txId: randomUUID(), collection: "notes", ops: [insert] };
  const first = await writer.write(write);
  await pass(writer, 23);
  assert.deepEqual((await writer.write(write)).done, [[write.txId]]);
  assert.equal(await count("notes"), 1);

  await pass(writer, 2);
  await until("it is removed", async () => (await count(`_sync_receipts WHERE tx_id = '${write.txId}'`)) === 0);
  await writer.exec("DELETE FROM notes");
  const again = await writer.write(write);

  assert.ok(BigInt(again.seq) > BigInt(first.seq));
  assert.equal(await count("notes"), 1);
});
