import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { InAnyOrder, InOrder } from "../load/expectations.mjs";
import { rowOf } from "../load/rows.mjs";
import { Writer } from "../load/writer.mjs";
import { ScriptedServer } from "./scripted-server.mjs";

const sub = "messages#1";
const epoch = "e1";
const columns = ["author", "id", "content", "created_at"];
const welcome = () => [{ t: "welcome", version: 1, epoch, seq: "5", session: "s", heartbeat: 25_000, limits: {} }];
const begin = { t: "begin", sub, epoch, seq: "5" };
const live = (seq) => ({ t: "live", sub, epoch, seq });
const change = (n) => [1, rowOf(n).id, rowOf(n)];
const flush = (prev, seq, rows, done) => ({ t: "flush", prev, seq, subs: [[sub, rows.map(change)]], done });

/** Rows from `first` to `end` (excluded), column by column. */
function chunk(first, end) {
  const rows = Array.from({ length: end - first }, (_, i) => rowOf(first + i));
  return { t: "chunk", sub, key: 1, columns, values: columns.map((column) => rows.map((row) => row[column])), next: 7 };
}

let server;

afterEach(() => server.stop());

async function take(first, end, options, ...answers) {
  server = await ScriptedServer.start({ hello: welcome, sub: () => answers });
  return server.use("samovar/1", async (client) => {
    const rows = new InAnyOrder(first, end);
    client.sink.row = rows.row;
    await client.timeSubscribe(options);
    client.takePutAside();
    rows.requireComplete();
    return client;
  });
}

async function writeTwo(mut) {
  server = await ScriptedServer.start({ hello: welcome, sub: () => [begin, live("5")], mut });
  return server.use("samovar/1", async (client) => {
    const rows = new InOrder(0, 2);
    await client.subscribe();
    client.sink.row = rows.row;
    const writer = new Writer(client);
    await writer.run(writer.prepare(0, 2), 2);
    return rows;
  });
}

test("the first frame is hello, and nothing is sent before its answer", async () => {
  await take(0, 0, {}, begin, live("5"));

  assert.deepEqual(
    server.frames.slice(0, 2).map(({ t, version }) => [t, version]),
    [
      ["hello", 1],
      ["sub", undefined],
    ],
  );
});

test("chunks are turned into rows", async () => {
  const client = await take(0, 30, {}, begin, chunk(0, 20), chunk(20, 30), live("6"));

  assert.equal(client.position, 6);
  assert.equal(client.epoch, epoch);
});

test("a chunk is acknowledged with all that came before it, though it is only put aside", async () => {
  const next = [chunk(200, 400), live("6")];
  const sentBytes = [];
  const answers = { hello: welcome, sub: () => [begin, chunk(0, 200)] };
  answers.ack = () => {
    sentBytes.push(server.sentBytes);
    return next.splice(0, 1);
  };
  server = await ScriptedServer.start(answers);
  await server.use("samovar/1", (client) => client.timeSubscribe());

  assert.deepEqual(
    server.frames.filter(({ t }) => t === "ack").map(({ bytes }) => bytes),
    sentBytes,
  );
  assert.equal(sentBytes.length, 2);
});

test("a row that is missing from a chunk fails", () =>
  assert.rejects(take(0, 30, {}, begin, chunk(0, 29), live("6")), /1 of 30 rows did not arrive/));

test("columns of different lengths fail", () => {
  const broken = chunk(0, 3);
  broken.values[0].pop();
  return assert.rejects(take(0, 3, {}, begin, broken, live("6")), /different lengths/);
});

test("a catch-up asks with position and epoch, and takes changes", async () => {
  const changes = { t: "changes", sub, changes: [change(1), change(0)] };
  await take(0, 2, { since: "5", epoch }, changes, live("9"));
  const { since, epoch: asked } = server.frames.find(({ t }) => t === "sub");

  assert.deepEqual([since, asked], ["5", epoch]);
});

test("rows of a flush come before the writes that are done", async () => {
  let head = 5;
  const rows = await writeTwo(({ txId }) => {
    const n = head++ - 5;
    return [flush(String(head - 1), String(head), [n], [[txId]])];
  });

  assert.equal(rows.next, 2);
});

test("several writes may be done in one flush", async () => {
  const waiting = [];
  const rows = await writeTwo(({ txId }) => {
    waiting.push([txId]);
    return waiting.length < 2 ? [] : [flush("5", "7", [0, 1], waiting)];
  });

  assert.equal(rows.next, 2);
});

test("a flush behind a gap fails", () =>
  assert.rejects(
    writeTwo(({ txId }) => [flush("6", "7", [0], [[txId]])]),
    /At position 5 the server went on after 6/,
  ));

test("the first flush goes on from the position of the welcome", async () => {
  server = await ScriptedServer.start({ hello: welcome, mut: ({ txId }) => [flush("5", "6", [], [[txId]])] });
  const position = await server.use("samovar/1", async (client) => {
    const writer = new Writer(client);
    await writer.run(writer.prepare(0, 1), 1);
    return client.position;
  });

  assert.equal(position, 6);
});

test("a row that is said to be gone fails", () =>
  assert.rejects(
    writeTwo(() => [{ t: "flush", prev: "5", seq: "6", subs: [[sub, [[0, rowOf(0).id]]]] }]),
    /is gone/,
  ));

test("a refused write fails", () =>
  assert.rejects(
    writeTwo(({ txId }) => [{ t: "rejected", txId, error: { code: "FORBIDDEN", message: "no" } }]),
    /FORBIDDEN/,
  ));
