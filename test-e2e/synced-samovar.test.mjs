// A client of samovar/1 in workerd: the greeting, snapshots in pieces, credit, resuming, flushes and windows.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { samovar } from "./synced/clients.mjs";

const ref = (column) => ({ type: "ref", path: [column] });
const eq = (column, value) => ({ type: "func", name: "eq", args: [ref(column), { type: "val", value }] });
const ROWS = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
  INSERT INTO things (id, whole, words) SELECT printf('%06d', i), i, printf('%.*c', ?, 'x') FROM n`;

let runtime;
let objects = 0;
let object;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

/** Clients of an object of their own, with so many rows of so many bytes. */
async function clients(count, rows = 0, bytes = 0) {
  objects++;
  object = `samovar-${objects}`;
  const all = await Promise.all(Array.from({ length: count }, () => samovar(runtime, object)));
  if (rows > 0) {
    await all[0].exec(ROWS, rows, bytes);
  }
  return all;
}

/** Waits for the answer to a question that is asked now: all that is owed comes before. */
const settle = (client) => client.fetch({ limit: 0 });

test("a greeting is answered with the position, the epoch and the limits", async () => {
  const [client] = await clients(1);

  const { version, epoch, seq, session, heartbeat, limits } = client.welcome;

  assert.equal(version, 1);
  assert.match(seq, /^[1-9]\d{12}$/);
  assert.ok(epoch.length > 0 && session.length > 0 && heartbeat > 0);
  assert.deepEqual(Object.keys(limits).sort(), [
    "chunkBytes",
    "frameBytes",
    "opsPerMutation",
    "subscriptions",
    "unackedBytes",
  ]);
});

test("a snapshot comes in pieces of at most 256 KiB, each row once", async () => {
  const [, reader] = await clients(2, 3_000, 500);

  await reader.subscribe("all");

  assert.ok(reader.chunks.length > 5, `${reader.chunks.length} chunks`);
  assert.ok(Math.max(...reader.chunks.map(({ bytes }) => bytes)) <= 256 * 1024);
  const keys = reader.chunks.flatMap(({ key, values }) => values[key]);
  assert.equal(keys.length, 3_000);
  assert.equal(new Set(keys).size, 3_000);
});

test("without credit no piece comes but writes do; with it the rest follows", async () => {
  const [writer, reader] = await clients(2, 3_000, 1_000);
  await reader.subscribe("few", { where: eq("whole", -1) });
  reader.acknowledges = false;
  reader.ask("all");
  const { unackedBytes, chunkBytes } = reader.welcome.limits;
  while (reader.chunks.reduce((sum, { bytes }) => sum + bytes, 0) < unackedBytes) {
    await reader.next();
  }

  await writer.exec("INSERT INTO things (id, whole) VALUES ('other', -1)");
  await reader.until(({ t }) => t === "flush");
  await settle(reader);
  const sent = reader.chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  assert.ok(sent <= unackedBytes + 2 * chunkBytes, `${sent} bytes without a word`);
  assert.deepEqual(reader.keys("few"), ["other"]);

  reader.acknowledges = true;
  reader.ack();
  await reader.until(({ t, sub }) => t === "live" && sub === "all");
  assert.equal(reader.rows.get("all").size, 3_001);
});

test("a snapshot that a drop cut off goes on behind the last piece, and has what changed meanwhile", async () => {
  const [writer, reader] = await clients(2, 3_000, 1_000);
  reader.ask("all");
  const { epoch, seq } = await reader.until(({ t }) => t === "begin");
  const chunk = await reader.until(({ t }) => t === "chunk");
  reader.socket.terminate();
  await writer.exec("DELETE FROM things WHERE whole IN (1, 2999)");
  await writer.exec("UPDATE things SET words = 'changed' WHERE whole IN (2, 2998)");

  const back = await samovar(runtime, object);
  back.rows.set("all", new Map(chunk.values[chunk.key].map((key) => [key, { id: key }])));
  await back.subscribe("all", { since: seq, epoch, resume: chunk.next });

  const resent = back.chunks.flatMap(({ key, values }) => values[key]);
  assert.equal(
    resent.some((key) => chunk.values[chunk.key].includes(key)),
    false,
  );
  const rows = back.rows.get("all");
  assert.equal(rows.size, 2_998);
  assert.equal(rows.get("000002").words, "changed");
  assert.equal(rows.get("002998").words, "changed");
});

test("an eviction in the middle of a snapshot neither loses nor repeats a row", async () => {
  const [writer, reader] = await clients(2, 3_000, 1_000);
  reader.acknowledges = false;
  reader.ask("all");
  await reader.until(({ t }) => t === "chunk");
  await runtime.evict("ProbeOfSync", object);
  await writer.exec("UPDATE things SET words = 'changed' WHERE whole = 1");
  reader.acknowledges = true;
  reader.ack();
  await reader.until(({ t, sub }) => t === "live" && sub === "all");

  const keys = reader.chunks.flatMap(({ key, values }) => values[key]);
  assert.equal(keys.length, new Set(keys).size);
  assert.equal(reader.rows.get("all").size, 3_000);
  assert.equal(reader.rows.get("all").get("000001").words, "changed");
});

test("a row of 2 MB passes whole, in a snapshot and a flush", async () => {
  const [client] = await clients(1);
  await client.subscribe("live");
  await client.exec("INSERT INTO things (id, words) VALUES ('a', replace(hex(zeroblob(995000)), '0', 'x'))");
  await client.subscribe("snapshot");

  for (const sub of ["live", "snapshot"]) {
    assert.equal(client.rows.get(sub).get("a").words.length, 1_990_000);
  }
});

test("one message tells all subscriptions of a write, and the writer that it is done", async () => {
  const [client] = await clients(1, 3, 1);
  await client.subscribe("all");
  await client.subscribe("twos", { where: eq("whole", 2) });

  const flush = await client.exec("UPDATE things SET whole = whole + 1");

  assert.equal(flush.t, "flush");
  assert.deepEqual(flush.subs.map(([sub, changes]) => [sub, changes.length]).sort(), [
    ["all", 3],
    ["twos", 2],
  ]);
  assert.equal(flush.done.length, 1);
});

test("of a row that a client has only the columns that changed come", async () => {
  const [client] = await clients(1, 1, 100_000);
  await client.subscribe("all");

  const { subs } = await client.exec("UPDATE things SET whole = 7");

  assert.deepEqual(subs, [["all", [[2, "000001", { whole: 7 }]]]]);
});

test("booleans and bigints are what the record says", async () => {
  const [client] = await clients(1);
  await client.exec("INSERT INTO things (id, flag, big) VALUES ('a', 1, 9007199254740993), ('b', 0, 5)");
  await client.subscribe("true", { where: eq("flag", true) });
  await client.subscribe("five", { where: eq("big", 5n) });

  assert.deepEqual(client.keys("true"), ["a"]);
  assert.deepEqual(client.keys("five"), ["b"]);
  const { flag, big } = client.rows.get("true").get("a");
  assert.deepEqual([flag, big], [true, 9007199254740993n]);
});

test("a window holds its rows as others come and go", async () => {
  const [client] = await clients(1, 10, 1);
  const orderBy = [{ expression: ref("whole"), compareOptions: { direction: "asc", nulls: "last" } }];
  await client.subscribe("window", { orderBy, limit: 3, offset: 1 });
  assert.deepEqual(client.keys("window"), ["000002", "000003", "000004"]);

  await client.exec("INSERT INTO things (id, whole) VALUES ('first', 0)");
  await settle(client);
  assert.deepEqual(client.keys("window"), ["000001", "000002", "000003"]);

  await client.exec("DELETE FROM things WHERE whole IN (0, 2)");
  await settle(client);
  assert.deepEqual(client.keys("window"), ["000003", "000004", "000005"]);
});

test("a position of another epoch is answered by a reset", async () => {
  const [client] = await clients(1, 2, 1);
  const { epoch, seq } = await client.subscribe("all");
  const [other] = await clients(1, 3, 1);

  await other.subscribe("all", { since: seq, epoch });

  assert.equal(other.frames.find(({ t }) => t === "reset").reason, "epoch");
  assert.equal(other.rows.get("all").size, 3);
});

test("a client that comes back is told what it missed, and no more", async () => {
  const [writer, reader] = await clients(2, 5, 1);
  await reader.subscribe("twos", { where: eq("whole", 2) });
  await reader.socket.close();
  await writer.exec("UPDATE things SET whole = whole + 1 WHERE whole < 3");

  const back = await samovar(runtime, object);
  back.rows = reader.rows;
  await back.subscribe("twos", { where: eq("whole", 2), ...reader.positions.get("twos") });

  assert.deepEqual(back.keys("twos"), ["000001"]);
  const { changes } = back.frames.find(({ t }) => t === "changes");
  assert.deepEqual(changes.map(([kind, key]) => [kind, key]).sort(), [
    [0, "000002"],
    [1, "000001"],
  ]);
});

test("after an eviction a client is told what it missed without asking", async () => {
  const [writer, reader] = await clients(2, 3, 1);
  await reader.subscribe("all");
  await runtime.evict("ProbeOfSync", object);

  await writer.exec("DELETE FROM things WHERE whole = 2");
  await settle(reader);

  assert.deepEqual(reader.keys("all"), ["000001", "000003"]);
});

test("a write that is refused is answered with its code", async () => {
  const [client] = await clients(1);
  const ops = [{ type: "insert", key: "a", cols: { id: "a", body: "forbidden" } }];

  const answer = await client.write({ t: "mut", txId: randomUUID(), collection: "notes", ops });

  assert.equal(answer.t, "rejected");
  assert.equal(answer.error.code, "FORBIDDEN");
});

for (const [what, data, code] of [
  ["no MessagePack", Uint8Array.of(0xc1), 1007],
  ["text", "hello?", 1007],
  ["a second greeting", { t: "hello", version: 1 }, 1007],
  ["an unknown kind", { t: "subscribe" }, 1007],
  ["more than a frame may have", new Uint8Array(1_048_577), 1009],
]) {
  test(`${what} closes the connection with ${code}`, async () => {
    const [client] = await clients(1);

    if (typeof data === "string" || data instanceof Uint8Array) {
      client.socket.send(data);
    } else {
      client.send(data);
    }

    assert.equal((await client.socket.end()).code, code);
  });
}
