// A client of the reference profile that follows its protocol by the letter, in what it may meet at a server.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { kinds } from "./chat/frames.mjs";
import { start } from "./harness.mjs";
import { reference } from "./synced/clients.mjs";

/** One more than go out at once, so that changes wait for the tick. */
const CROWD = 17;

const ref = (column) => ({ type: "ref", path: [column] });
const val = (value) => ({ type: "val", value });
const func = (name, ...args) => ({ type: "func", name, args });
const eq = (column, value) => func("eq", ref(column), val(value));

const insert = (id, body) => ({ type: "insert", key: id, cols: { id, body } });
const mut = (...ops) => ({ t: "mut", txId: randomUUID(), collection: "notes", ops });

let runtime;
let objects = 0;
let object;

before(async () => {
  runtime = await start(new URL("probe/wrangler.toml", import.meta.url));
});

after(() => runtime.stop());

/** Clients of an object of their own. */
async function clients(count) {
  objects++;
  object = `reference-${objects}`;
  return Promise.all(Array.from({ length: count }, (_, index) => reference(runtime, object, `user ${index}`)));
}

/** What comes before the answer to a question that is asked now: all that is owed. */
async function owed(client) {
  const from = client.frames.length;
  await client.fetch({ limit: 0 });
  return client.frames.slice(from, -1);
}

test("a row that comes to match is an insert, one that ceases to is a delete", async () => {
  const [writer, reader] = await clients(2);
  await writer.exec("INSERT INTO things (id, whole) VALUES ('a', 1), ('b', 2)");
  await reader.subscribe("ones", { where: eq("whole", 1) });
  assert.deepEqual(reader.keys("ones"), ["a"]);

  await writer.exec("UPDATE things SET whole = 3 - whole");
  const frames = await owed(reader);

  assert.deepEqual(
    frames
      .filter(({ t }) => t === "d")
      .map(({ key, op }) => [key, op])
      .sort(),
    [
      ["a", "delete"],
      ["b", "insert"],
    ],
  );
  assert.deepEqual(reader.keys("ones"), ["b"]);
});

test("of rows that never matched not even a key is sent", async () => {
  const [writer, reader] = await clients(2);
  await writer.exec("INSERT INTO things (id, whole) VALUES ('secret', 1)");
  await reader.subscribe("none", { where: eq("whole", 7) });
  const since = String(reader.cursor);

  await writer.exec("UPDATE things SET whole = 2");
  await writer.exec("DELETE FROM things");

  assert.deepEqual(await owed(reader), []);
  await reader.subscribe("none", { where: eq("whole", 7), since });
  assert.equal(JSON.stringify(reader.frames).includes("secret"), false);
});

test("one socket carries several collections, each with its own rows", async () => {
  const [client] = await clients(1);
  await client.subscribe("notes", { collection: "notes" });
  await client.subscribe("things");

  await client.write(mut(insert("n", "note")));
  await client.exec("INSERT INTO things (id) VALUES ('t')");

  assert.deepEqual([client.keys("notes"), client.keys("things")], [["n"], ["t"]]);
});

test("a change of one collection comes before the boundary that another one's subscription carries", async () => {
  const readers = await clients(CROWD);
  const [writer, reader] = readers;
  for (const each of readers) {
    await each.subscribe("notes", { collection: "notes" });
  }
  await writer.write(mut(insert("n", "waits for the tick")));

  const { seq } = await reader.subscribe("things");

  assert.deepEqual(reader.keys("notes"), ["n"]);
  assert.ok(reader.cursor >= BigInt(seq));
});

test("a page comes behind the changes that it is newer than", async () => {
  const readers = await clients(CROWD);
  const [writer, reader] = readers;
  for (const each of readers) {
    await each.subscribe("things");
  }
  await writer.exec("INSERT INTO things (id) VALUES ('a')");

  const { rows } = await reader.fetch({});

  assert.deepEqual(
    rows.map(({ id }) => id),
    ["a"],
  );
  assert.deepEqual(reader.keys("things"), ["a"]);
});

test("many writes of one row reach another client as fewer changes, of which the last is the row", async () => {
  const readers = await clients(CROWD);
  const [writer, reader] = readers;
  for (const each of readers) {
    await each.subscribe("things");
  }
  const from = reader.frames.length;
  const writes = ["INSERT INTO things (id, whole) VALUES ('a', 0)"];
  for (let round = 0; round < 30; round++) {
    writes.push("UPDATE things SET whole = whole + 1");
  }
  for (const [index, write] of writes.entries()) {
    writer.send({ t: "call", txId: `write ${index}`, name: "exec", args: [write] });
  }
  await writer.until(({ t, txId }) => t === "committed" && txId === `write ${writes.length - 1}`);
  await owed(reader);

  const changes = reader.frames.slice(from).filter(({ t }) => t === "d");
  assert.ok(changes.length < writes.length, `${changes.length} changes`);
  assert.equal(changes.at(-1).cols.whole, 30);
});

test("orders put NULL first or last as asked, in both directions, and rows of one value by their key", async () => {
  const [client] = await clients(1);
  await client.exec("INSERT INTO things (id, whole) VALUES ('d', 1), ('c', NULL), ('b', 2), ('a', 1), ('e', NULL)");

  for (const [direction, nulls, expected] of [
    ["asc", "first", "ceadb"],
    ["asc", "last", "adbce"],
    ["desc", "first", "cebad"],
    ["desc", "last", "badce"],
  ]) {
    const orderBy = [{ expression: ref("whole"), compareOptions: { direction, nulls } }];
    const { rows } = await client.fetch({ orderBy, limit: 4 });
    assert.equal(rows.map(({ id }) => id).join(""), expected.slice(0, 4), `${direction} nulls ${nulls}`);
  }
});

test("a cursor gives all rows of the current value, unbounded, and so many behind it", async () => {
  const [client] = await clients(1);
  await client.exec("INSERT INTO things (id, whole) VALUES ('a', 1), ('b', 1), ('c', 1), ('d', 2), ('e', 3), ('f', 4)");

  const { rows } = await client.fetch({
    where: func("lt", ref("whole"), val(4)),
    cursor: { whereFrom: func("gt", ref("whole"), val(1)), whereCurrent: eq("whole", 1) },
    orderBy: [{ expression: ref("whole"), compareOptions: { direction: "asc", nulls: "first" } }],
    limit: 1,
  });

  assert.deepEqual(
    rows.map(({ id }) => id),
    ["a", "b", "c", "d"],
  );
});

test("isUndefined holds of no row, and of an unknown column it is refused", async () => {
  const [client] = await clients(1);
  await client.exec("INSERT INTO things (id) VALUES ('a')");

  assert.deepEqual((await client.fetch({ where: func("isUndefined", ref("whole")) })).rows, []);
  assert.equal((await client.fetch({ where: func("isUndefined", ref("colour")) })).code, "VALIDATION");
});

for (const [what, where, code] of [
  ["an operator that is not served", func("ilike", ref("words"), val("a%")), "UNSUPPORTED"],
  ["ne", func("ne", ref("words"), val("a")), "UNSUPPORTED"],
  ["a path into a column", func("eq", { type: "ref", path: ["words", "x"] }, val(1)), "UNSUPPORTED"],
  [
    "a filter that is too large",
    func("or", ...Array.from({ length: 400 }, (_, i) => eq("whole", i))),
    "LIMIT_EXCEEDED",
  ],
]) {
  test(`${what} is refused with a reason, and subscriptions beside it go on`, async () => {
    const [client] = await clients(1);
    await client.subscribe("good", { where: eq("whole", 1) });

    const refusal = await client.subscribe("bad", { where });

    assert.equal(refusal.t, "sub-error");
    assert.equal(refusal.code, code);
    assert.ok(refusal.message.length > 10, refusal.message);
    await client.exec("INSERT INTO things (id, whole) VALUES ('a', 1)");
    assert.deepEqual(client.keys("good"), ["a"]);
  });
}

test("a list of 500 values is served", async () => {
  const [client] = await clients(1);
  await client.exec("INSERT INTO things (id, whole) VALUES ('a', 499), ('b', 500)");

  await client.subscribe("s", { where: func("in", ref("whole"), val(Array.from({ length: 500 }, (_, i) => i))) });

  assert.deepEqual(client.keys("s"), ["a"]);
});

test("a client that comes back with its one cursor converges, also what it had deleted and inserted again", async () => {
  const [writer, reader] = await clients(2);
  await writer.exec("INSERT INTO things (id, whole) VALUES ('a', 1), ('b', 1), ('c', 1)");
  await reader.subscribe("ones", { where: eq("whole", 1) });
  await reader.subscribe("all");
  await reader.socket.close();
  await writer.exec("DELETE FROM things WHERE id = 'a'");
  await writer.exec("INSERT INTO things (id, whole, words) VALUES ('a', 1, 'anew')");
  await writer.exec("UPDATE things SET whole = 2 WHERE id = 'b'");
  await writer.exec("DELETE FROM things WHERE id = 'c'");

  const back = await reference(runtime, object);
  back.rows = reader.rows;
  const since = String(reader.cursor);
  await back.subscribe("ones", { where: eq("whole", 1), since });
  await back.subscribe("all", { since });

  assert.equal(
    back.frames.some(({ t }) => t === "reset"),
    false,
  );
  assert.deepEqual([back.keys("ones"), back.keys("all")], [["a"], ["a", "b"]]);
  assert.equal(back.rows.get("ones").get("a").words, "anew");
});

test("rows keep their columns' names and every value its type", async () => {
  const [client] = await clients(1);
  await client.subscribe("live");
  await client.exec(
    "INSERT INTO things VALUES ('a', '{\"json\":1}', 'A', 9007199254740993, 1, 1e300, x'00ff', 0.5, 1, 5)",
  );
  await client.subscribe("snapshot");

  for (const sub of ["live", "snapshot"]) {
    assert.deepEqual(client.rows.get(sub).get("a"), {
      id: "a",
      words: '{"json":1}',
      fold: "A",
      whole: 2 ** 53,
      real: 1,
      number: 1e300,
      blob: Uint8Array.of(0, 255),
      any: 0.5,
      flag: 1,
      big: 5,
    });
  }
});

test("a write whose code fails is refused without its reason, and leaves nothing", async () => {
  const [client] = await clients(1);

  const refusal = await client.write({ t: "call", txId: "t", name: "fail" });

  assert.equal(refusal.error.code, "EXECUTE_FAILED");
  assert.equal(JSON.stringify(refusal).includes("secret"), false);
});

for (const [what, ops, code] of [
  ["an empty key", [insert("", "x")], "VALIDATION"],
  ["an empty key behind a good one", [insert("a", "x"), { type: "delete", key: "" }], "VALIDATION"],
  ["another primary key", [{ type: "insert", key: "a", cols: { id: "b", body: "x" } }], "VALIDATION"],
  ["a primary key that is a number", [{ type: "insert", key: "1", cols: { id: 1, body: "x" } }], "VALIDATION"],
  ["a column the record has not", [{ type: "insert", key: "a", cols: { id: "a", body: "x", other: 1 } }], "VALIDATION"],
  ["more ops than allowed", Array.from({ length: 129 }, (_, i) => insert(`k${i}`, "x")), "LIMIT_EXCEEDED"],
  ["an op that is forbidden behind a good one", [insert("a", "x"), insert("b", "forbidden")], "FORBIDDEN"],
]) {
  test(`a write with ${what} is refused whole`, async () => {
    const [client] = await clients(1);
    await client.subscribe("notes", { collection: "notes" });

    const { t, error } = await client.write(mut(...ops));

    assert.deepEqual([t, error.code], ["rejected", code]);
    assert.deepEqual(client.keys("notes"), []);
  });
}

test("the same write on two sockets is carried out once, and both are told the same", async () => {
  const [first] = await clients(1);
  const second = await reference(runtime, object, "user 0");
  const write = mut(insert("a", "x"));
  first.send(write);
  second.send(write);

  const isOutcome = ({ t, txId }) => t === "committed" && txId === write.txId;
  const [one, other] = [await first.until(isOutcome), await second.until(isOutcome)];

  assert.equal(one.seq, other.seq);
  assert.equal((await runtime.sql("ProbeOfSync", object, "SELECT * FROM notes")).length, 1);
});

test("another user's transaction id is nobody's: both writes are carried out", async () => {
  const [one, other] = await clients(2);

  assert.equal((await one.write({ ...mut(insert("a", "x")), txId: "t" })).t, "committed");
  assert.equal((await other.write({ ...mut(insert("b", "x")), txId: "t" })).t, "committed");

  assert.equal((await runtime.sql("ProbeOfSync", object, "SELECT * FROM notes")).length, 2);
});

test("a filter goes on over an eviction, without a frame from the client", async () => {
  const [writer, reader] = await clients(2);
  await writer.exec("INSERT INTO things (id, whole) VALUES ('a', 1)");
  await reader.subscribe("ones", { where: eq("whole", 1) });
  await runtime.evict("ProbeOfSync", object);

  await writer.exec("UPDATE things SET whole = 2");
  await writer.exec("INSERT INTO things (id, whole) VALUES ('b', 1), ('c', 2)");
  await owed(reader);

  assert.deepEqual(reader.keys("ones"), ["b"]);
});

test("rows that a REPLACE evicts, and a changed key, leave the clients", async () => {
  const [client] = await clients(1);
  await client.exec("CREATE UNIQUE INDEX one_whole ON things (whole)");
  await client.exec("INSERT INTO things (id, whole) VALUES ('a', 1)");
  await client.subscribe("all");

  await client.exec("INSERT OR REPLACE INTO things (id, whole) VALUES ('b', 1)");
  assert.deepEqual(client.keys("all"), ["b"]);
  await client.exec("UPDATE things SET id = 'c'");
  assert.deepEqual(client.keys("all"), ["c"]);
});

test("a row of 1.5 MB passes whole, in a snapshot, a change and a page", async () => {
  const [client] = await clients(1);
  await client.subscribe("live");
  await client.exec("INSERT INTO things (id, words) VALUES ('a', replace(hex(zeroblob(750000)), '0', 'x'))");
  await client.subscribe("snapshot");
  const { rows } = await client.fetch({});

  for (const row of [client.rows.get("live").get("a"), client.rows.get("snapshot").get("a"), rows[0]]) {
    assert.equal(row.words.length, 1_500_000);
  }
});

test("the reference profile gets its own frames only", async () => {
  const [client] = await clients(1);
  await client.subscribe("s");
  await client.exec("INSERT INTO things (id) VALUES ('a')");

  assert.deepEqual(kinds(client.frames), ["snap-end", "d", "uptodate", "committed"]);
});
