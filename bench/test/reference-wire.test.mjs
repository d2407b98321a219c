import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { InAnyOrder, InOrder } from "../load/expectations.mjs";
import { rowOf } from "../load/rows.mjs";
import { Writer } from "../load/writer.mjs";
import { ScriptedServer } from "./scripted-server.mjs";

const sub = "messages#1";
const snap = (n, row = rowOf(n)) => ({ t: "snap", sub, key: row.id, row, seq: "7" });
const snapEnd = (seq = "7") => ({ t: "snap-end", sub, seq });
const inserted = (n, seq) => ({ t: "d", sub, key: rowOf(n).id, op: "insert", cols: rowOf(n), seq });
const upToDate = (seq) => ({ t: "uptodate", seq });
const committed = (txId, seq) => ({ t: "committed", txId, seq });

let server;

afterEach(() => server.stop());

/** Takes a snapshot of rows 0 and 1 from a server that answers `sub` with these messages. */
async function takeTwo(...answers) {
  server = await ScriptedServer.start({ sub: () => answers });
  return server.use("reference", async (client) => {
    const rows = new InAnyOrder(0, 2);
    client.sink.row = rows.row;
    await client.timeSubscribe();
    client.takePutAside();
    rows.requireComplete();
    return client;
  });
}

/** Writes rows 0 to 2 with two mutations under way, subscribed, to a server that answers so. */
async function writeThree(mut) {
  server = await ScriptedServer.start({ sub: () => [snapEnd("0")], mut });
  return server.use("reference", async (client) => {
    const rows = new InOrder(0, 3);
    await client.subscribe();
    client.sink.row = rows.row;
    const writer = new Writer(client);
    await writer.run(writer.prepare(0, 3), 2);
    return { rows, writer, client };
  });
}

test("a snapshot in any order is complete", async () => {
  const client = await takeTwo(snap(1), snap(0), snapEnd());

  assert.equal(client.position, 7);
  assert.equal(client.messages, 3);
  assert.equal(client.bytes, server.sentBytes);
});

test("frames may come in one message", async () => {
  const client = await takeTwo([snap(0), snap(1)], snapEnd());

  assert.equal(client.messages, 2);
});

test("a row that is missing fails", () => assert.rejects(takeTwo(snap(0), snapEnd()), /1 of 2 rows did not arrive/));

test("a row that comes twice fails", () =>
  assert.rejects(takeTwo(snap(0), snap(0), snapEnd()), /Row 0 arrived, which/));

test("a row that nobody asked for fails", () =>
  assert.rejects(takeTwo(snap(0), snap(1), snap(2), snapEnd()), /Row 2 arrived, which/));

test("a row with another content fails", () =>
  assert.rejects(
    takeTwo(snap(0), snap(1, { ...rowOf(1), content: rowOf(0).content }), snapEnd()),
    /Row 1 arrived under/,
  ));

test("a row of another subscription fails", () =>
  assert.rejects(takeTwo({ ...snap(0), sub: "other" }, snapEnd()), /of the subscription other/));

test("a refused subscription fails", () =>
  assert.rejects(takeTwo({ t: "sub-error", sub, code: "UNSUPPORTED", message: "no" }), /UNSUPPORTED/));

test("writes are committed in order, each behind its row", async () => {
  let head = 0;
  const { rows, writer, client } = await writeThree(({ txId }) => {
    const n = head++;
    return [inserted(n, String(head)), upToDate(String(head)), committed(txId, String(head))];
  });

  assert.equal(rows.next, 3);
  assert.equal(writer.committedAt.length, 3);
  assert.equal(client.position, 3);
});

test("at most so many writes are under way", async () => {
  const waiting = [];
  let most = 0;
  await writeThree(({ txId }) => {
    waiting.push(txId);
    most = Math.max(most, waiting.length);
    // The first is answered when the second has come.
    return waiting.length < 2 && server.frames.length < 4 ? [] : waiting.splice(0).map((id) => committed(id, "1"));
  });

  assert.equal(most, 2);
});

test("a write that is committed twice fails", () =>
  assert.rejects(
    writeThree(({ txId }) => [committed(txId, "1"), committed(txId, "1")]),
    /was next/,
  ));

test("a position that falls fails", () =>
  assert.rejects(
    writeThree(({ txId }) => [upToDate("9"), committed(txId, "8")]),
    /After position 9 came position 8/,
  ));

test("a change behind its boundary fails", () =>
  assert.rejects(
    writeThree(() => [upToDate("9"), inserted(0, "8")]),
    /After position 9 came a change of position 8/,
  ));

test("rows in another order fail", () =>
  assert.rejects(
    writeThree(() => [inserted(1, "1")]),
    /Row 1 arrived, but row 0 of 3 was next/,
  ));
